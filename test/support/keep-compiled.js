/**
 * With `node --require`: keeps what V8 has compiled of a bundle for the next process that runs it, in SLIPWAY_TEST_RUN, of
 * which the bundle itself learns nothing. Else most of the time of a program that does little would be spent on it.
 */
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire, Module } = require('node:module');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const directory = process.env.SLIPWAY_TEST_RUN;
delete process.env.SLIPWAY_TEST_RUN;

const compile = Module.prototype._compile;
Module.prototype._compile = function (source, filename) {
  if (!filename.endsWith('.js')) return compile.call(this, source, filename);
  const kept = join(directory, `${createHash('sha1').update(source).digest('hex')}.compiled`);
  const cachedData = existsSync(kept) ? readFileSync(kept) : undefined;
  const script = new Script(Module.wrap(source), { filename, cachedData });
  if (!cachedData) {
    process.once('exit', () => {
      // Renamed, so that a process that runs beside this one never reads half of it.
      writeFileSync(`${kept}.${process.pid}`, script.createCachedData());
      renameSync(`${kept}.${process.pid}`, kept);
    });
  }
  const run = script.runInThisContext();
  return run.call(this.exports, this.exports, createRequire(filename), this, filename, dirname(filename));
};
