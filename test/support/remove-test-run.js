const { rmSync } = require('node:fs');

module.exports = () => rmSync(process.env.SLIPWAY_TEST_RUN, { recursive: true, force: true });
