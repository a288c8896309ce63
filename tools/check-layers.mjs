// Runs dependency-cruiser and makes sure that it really saw the code: a transpiler that it cannot use makes it see
// nothing, and it then reports success.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const run = spawnSync(
  process.execPath,
  [bin, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'apps', 'packages'],
  {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  },
);
if (!run.stdout) {
  console.error(run.stderr || String(run.error));
  process.exit(1);
}
const { summary } = JSON.parse(run.stdout);
const LEAST_MODULES = 100;
if (summary.totalCruised < LEAST_MODULES) {
  console.error(`layers: only ${summary.totalCruised} modules were seen, so nothing was checked`);
  process.exit(1);
}
for (const { from, to, rule } of summary.violations) console.error(`layers: ${rule.name}: ${from} -> ${to}`);
const errors = summary.violations.filter((violation) => violation.rule.severity === 'error').length;
console.log(
  `layers: ${summary.totalCruised} modules, ${summary.totalDependenciesCruised} dependencies, ${errors} violations`,
);
process.exit(errors ? 1 : 0);
