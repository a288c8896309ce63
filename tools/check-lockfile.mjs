// Fails when the lockfile names a host or lacks a platform's native build.
import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../pnpm-lock.yaml', import.meta.url), 'utf8');
const bad = [];
if (/https?:\/\//.test(text)) bad.push('a URL in pnpm-lock.yaml');
const fam = new Map();
for (const m of text.matchAll(/^ {2}'?((?:@[^/]+\/)?[^@'\s]+)@([^'\s:]+)'?:\n((?: {4}.*\n)+)/gm)) {
  const os = /^ {4}os: \[(.*)\]/m.exec(m[3])?.[1],
    cpu = /^ {4}cpu: \[(.*)\]/m.exec(m[3])?.[1];
  if (!os || /wasm/.test(cpu ?? '')) continue;
  const key =
    m[1]
      .replace(/[-.](darwin|win32|windows|linux|freebsd|netbsd|openbsd|android|openharmony|aix|sunos).*$/, '')
      .replace(/\/(darwin|win32|windows|linux).*$/, '/*') +
    '@' +
    m[2];
  if (!fam.has(key)) fam.set(key, new Set());
  for (const c of (cpu ?? '*').split(', ')) fam.get(key).add(`${os}-${c}`);
}
for (const [k, set] of fam) {
  const miss = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'].filter(
    (p) => !set.has(p) && !set.has(`${p.split('-')[0]}-*`),
  );
  console.log(k, miss.length ? `MISSING ${miss}` : 'ok');
  if (miss.length && !/^fsevents/.test(k)) bad.push(`${k}: ${miss}`);
}
if (bad.length) {
  console.error(bad.join('\n'));
  process.exit(1);
}
