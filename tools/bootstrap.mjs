// Brings what the product runs on (a Node that is new enough, pnpm, the dependencies) and then runs one command on it.
// Works on any Node >= 18 with nothing installed, so: plain JavaScript and no dependencies.
//
//   node tools/bootstrap.mjs test             the whole test suite
//   node tools/bootstrap.mjs --node-path      prints the folder of the Node that is used
//   node tools/bootstrap.mjs <scopemap args>  any command of the command line
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const MIN_NODE = 24;
const startedAt = Date.now();
// stdout belongs to the command: it may be piped into another program.
const say = (message) => console.error(`[set-up ${((Date.now() - startedAt) / 1000).toFixed(1)} s] ${message}`);

function fail(message) {
  console.error(`scopemap: ${message}`);
  process.exit(1);
}

function run(command, args, options, failure) {
  const result = spawnSync(command, args, { stdio: ['ignore', 2, 2], ...options });
  if (result.error) fail(`${failure}: ${result.error.message}`);
  if (result.status !== 0) fail(failure);
}

// npm through the Node that is running now: no shell and no npm.cmd, so it works on Windows too.
function npmCi(directory, what) {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const cli = [
    process.env.npm_execpath,
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
    join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js'),
  ].find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  const failure = `could not fetch ${what} with "npm ci" in ${directory}; its own message stands above`;
  if (cli) run(process.execPath, [cli, ...args], { cwd: directory }, failure);
  else run('npm', args, { cwd: directory, shell: process.platform === 'win32' }, failure);
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const installedVersion = (directory) => {
  try {
    return readJson(join(directory, 'package.json')).version;
  } catch {
    return undefined;
  }
};

function newEnoughNode() {
  if (Number(process.versions.node.split('.')[0]) >= MIN_NODE && !process.env.SCOPEMAP_PINNED_NODE)
    return process.execPath;
  const directory = join(root, 'tools/node');
  const os = process.platform === 'win32' ? 'win' : process.platform;
  const name = `${os === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${os}-${process.arch}`;
  const wanted = readJson(join(directory, 'package.json')).optionalDependencies[name];
  if (!wanted)
    fail(
      `Node ${process.version} is too old and no pinned Node exists for ${process.platform}-${process.arch}: install Node ${MIN_NODE} or newer`,
    );
  const installed = join(directory, 'node_modules', name);
  if (installedVersion(installed) !== wanted) {
    say(`Node ${process.version} is older than ${MIN_NODE}: fetching Node ${wanted} for this folder only`);
    npmCi(directory, `Node ${wanted}`);
  }
  return join(installed, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function pinnedPnpm() {
  const directory = join(root, 'tools/pnpm');
  const installed = join(directory, 'node_modules/pnpm');
  if (installedVersion(installed) !== readJson(join(directory, 'package.json')).dependencies.pnpm) {
    say('fetching pnpm');
    npmCi(directory, 'pnpm');
  }
  return join(installed, 'bin/pnpm.mjs');
}

// npm's own settings must not leak into pnpm and the scripts; what reaches a registry or proxy must.
function environment(node) {
  const pathKey = Object.keys(process.env).find((key) => key.toLowerCase() === 'path') ?? 'PATH';
  const env = { ...process.env, [pathKey]: dirname(node) + delimiter + process.env[pathKey] };
  for (const key of Object.keys(env)) {
    if (/^npm_(config|package|lifecycle|command|node_execpath)/i.test(key) && !/registry|cafile|proxy|_auth/i.test(key))
      delete env[key];
  }
  return env;
}

// Nothing to do is the usual case and must cost nothing: the lockfile's hash tells.
function installDependencies(node, env) {
  const stamp = join(root, 'node_modules/.scopemap-installed');
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'));
  const wanted = createHash('sha256').update(lockfile).update(`${process.platform}-${process.arch}`).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const pnpm = pinnedPnpm();
  say('installing dependencies');
  run(
    node,
    [pnpm, 'install', '--frozen-lockfile', '--trust-lockfile', '--reporter=append-only'],
    { cwd: root, env },
    'could not install the dependencies; pnpm’s own message stands above',
  );
  writeFileSync(stamp, wanted);
  say('dependencies are in place');
}

const [task = '--help', ...rest] = process.argv.slice(2);
const node = newEnoughNode();
const env = environment(node);
installDependencies(node, env);
if (task === '--node-path') {
  console.log(dirname(node));
  process.exit(0);
}
const script = task === 'test' ? 'tools/test.ts' : 'apps/cli/src/main.ts';
const args = task === 'test' ? rest : [task, ...rest];

// Asynchronous, so that signals get through. npm runs scripts under `sh`, which dies of a SIGTERM without telling us:
// losing the parent counts as one.
const child = spawn(node, [join(root, script), ...args], { env, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal's Ctrl-C reaches the whole process group by itself.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill('SIGTERM');
}, 500).unref();
child.on('error', (error) => fail(`could not run ${node}: ${error.message}`));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
