/** Where a program leaves its reports for CodeBuild, from the build's own directory. */
export const REPORTS_DIRECTORY = 'slipway-reports';
