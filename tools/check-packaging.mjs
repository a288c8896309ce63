// Fails when a container or a unit of systemd would run with more rights than it needs.
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const wrong = [];
const demand = (where, what, holds) => {
  if (!holds) wrong.push(`${where}: ${what}`);
};

const stage = read('Dockerfile')
  .split(/^FROM /m)
  .at(-1);
demand('Dockerfile', 'the last stage runs as a user that is not root', /^USER (?!root|0\b)\S+$/m.test(stage));
demand('Dockerfile', 'nothing runs as root after that', !/^USER (root|0)\b/m.test(stage.slice(stage.indexOf('USER '))));
demand('Dockerfile', 'no secret is built in', !/(PASSWORD|SECRET|TOKEN)=/.test(read('Dockerfile')));

const { services } = parse(read('docker-compose.yml'));
const own = services.scopemap;
demand('docker-compose.yml', 'the root file system is read-only', own.read_only === true);
demand('docker-compose.yml', 'all capabilities are dropped', own.cap_drop?.includes('ALL') && !own.cap_add);
demand('docker-compose.yml', 'no new privileges', own.security_opt?.includes('no-new-privileges:true'));
demand('docker-compose.yml', 'it is not privileged', !own.privileged && own.network_mode !== 'host');
demand('docker-compose.yml', 'the database is reached by the other containers only', services.db.ports === undefined);
for (const port of own.ports)
  demand('docker-compose.yml', `${port} is on the loopback, or takes flows`, /^127\.|\/udp$/.test(port));

const DEMANDED = [
  'NoNewPrivileges=yes',
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'ProtectKernelTunables=yes',
  'ProtectKernelModules=yes',
  'ProtectControlGroups=yes',
  'PrivateTmp=yes',
  'PrivateDevices=yes',
  'RestrictSUIDSGID=yes',
  'RestrictNamespaces=yes',
  'LockPersonality=yes',
  'SystemCallFilter=@system-service',
  'UMask=0077',
  'StateDirectoryMode=0700',
];
for (const name of readdirSync(new URL('../packaging/systemd/', import.meta.url))) {
  const lines = read(`packaging/systemd/${name}`).split('\n');
  for (const line of DEMANDED) demand(name, line, lines.includes(line));
  demand(
    name,
    'a user of its own',
    lines.some((line) => /^User=(?!root$)./.test(line)),
  );
  const bounds = lines.find((line) => line.startsWith('CapabilityBoundingSet=')) ?? 'all';
  const allowed = /^CapabilityBoundingSet=(CAP_NET_ADMIN CAP_NET_BIND_SERVICE)?$/;
  demand(name, 'no capability beyond those of receiving', allowed.test(bounds));
  demand(
    name,
    'memory is bounded',
    lines.some((line) => /^MemoryMax=\d/.test(line)),
  );
}

if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exit(1);
}
console.log('containers and services run with the rights they need');
