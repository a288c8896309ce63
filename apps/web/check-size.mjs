// Fails when the JavaScript that the page loads before anything can be seen is larger than its budget. Run after the build.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET = 250_000;

const dist = join(import.meta.dirname, 'dist');
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const scripts = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map((match) => match[1]);
if (scripts.length === 0) throw new Error('dist/index.html loads no script; build first');

const sizes = scripts.map((path) => ({ path, octets: gzipSync(readFileSync(join(dist, path)), { level: 9 }).length }));
const total = sizes.reduce((sum, { octets }) => sum + octets, 0);
for (const { path, octets } of sizes) console.log(`${(octets / 1000).toFixed(1).padStart(8)} kB  ${path}`);
console.log(`${(total / 1000).toFixed(1).padStart(8)} kB  gzip in all, budget ${BUDGET / 1000} kB`);
if (total > BUDGET) {
  console.error('The initial JavaScript is over its budget: load what is not needed at first when it is needed.');
  process.exitCode = 1;
}
