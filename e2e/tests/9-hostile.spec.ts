import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { FLOW_PORT } from '../playwright.config.ts';

const root = join(import.meta.dirname, '../..');
const scopemap = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(root, 'apps/cli/src/main.ts'), ...args], { cwd: root });

/** Would set a mark, ask for a picture and open a dialog, each in a way of its own. */
const MARKUP = `"><img src=/ran.png onerror="window.ran='img'"><svg onload=alert(1)></svg><script>window.ran=1</script>`;
/** As a link, and out of a template or an attribute. */
const LINK = `javascript:window.ran='link'//'\`\${window.ran=2}{{7*7}}' onfocus=window.ran=3 autofocus x='`;

interface Seen {
  readonly dialogs: string[];
  readonly requests: string[];
  readonly violations: string[];
}

/** Notices what would run, be asked for, or be kept from running by the policy alone: then markup came through as markup. */
async function watch(page: Page): Promise<Seen> {
  const seen: Seen = { dialogs: [], requests: [], violations: [] };
  page.on('dialog', async (dialog) => {
    seen.dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().includes('ran.png')) seen.requests.push(request.url());
  });
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) seen.violations.push(message.text());
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`Content Security Policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  return seen;
}

/** Calls the API as the page does. */
async function call(
  page: Page,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  return page.evaluate(
    async ([method, path, body]) => {
      const answer = await fetch(path as string, {
        method: method as string,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      return { status: answer.status, body: await answer.json() };
    },
    [method, path, body] as const,
  );
}

async function upload(page: Page, name: string, content: string): Promise<void> {
  const status = await page.evaluate(
    async ([name, content]) => {
      const form = new FormData();
      form.append('file', new Blob([content as string]), name as string);
      return (await fetch('/api/imports', { method: 'POST', body: form })).status;
    },
    [name, content] as const,
  );
  expect(status).toBe(202);
  await expect
    .poll(async () => {
      const { body } = await call(page, 'GET', '/api/imports');
      return (body as { imports: { state: string }[] }).imports.every(({ state }) => /^(done|failed)$/.test(state));
    })
    .toBe(true);
}

const escaped = (text: string) => text.replaceAll(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function nmapXml(): string {
  const name = escaped(MARKUP);
  return `<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun scanner="nmap" args="${name}" start="1795504825" version="7.93">
<host starttime="1795504825" endtime="1795504826"><status state="up" reason="${name}"/><address addr="192.168.119.100" addrtype="ipv4"/>
<hostnames><hostname name="${name}" type="PTR"/></hostnames>
<ports><port protocol="tcp" portid="443"><state state="open" reason="syn-ack"/><service name="${name}" product="${name}"/></port></ports></host>
<runstats><finished time="1795504826" exit="success"/></runstats></nmaprun>`;
}

/** The same to a file that would make something of an entity. */
const ENTITIES = `<?xml version="1.0"?><!DOCTYPE nmaprun [<!ENTITY a "${'x'.repeat(50)}"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<nmaprun scanner="nmap" start="1"><host><address addr="10.9.9.9" addrtype="ipv4"/><hostnames><hostname name="&f;&b;"/></hostnames></host></nmaprun>`;

test.describe.configure({ mode: 'serial' });

test('names from people, files and the network are text on every page: nothing runs, nothing is asked for', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const seen = await watch(page);
  await page.goto('/');
  await scopemap(
    'replay',
    join(root, 'packages/flow-codec/src/fixtures/telegraf-v9.pcap'),
    '--to',
    `127.0.0.1:${FLOW_PORT}`,
  );
  const hosts = async () =>
    ((await call(page, 'GET', '/api/hosts?limit=50')).body as { hosts: { id: number; address: string }[] }).hosts;
  await expect.poll(async () => (await hosts()).length).toBeGreaterThan(1);

  for (const [i, name] of [MARKUP, LINK].entries()) {
    const zone = { name: name.slice(0, 110), description: name, claim: 'corporate', prefixes: [`198.18.${i}.0/24`] };
    const made = await call(page, 'POST', '/api/zones', zone);
    expect([200, 400, 409]).toContain(made.status);
  }
  const [first, second] = await hosts();
  for (const [host, name] of [
    [first, MARKUP.slice(0, 110)],
    [second, LINK.slice(0, 110)],
  ] as const)
    expect((await call(page, 'PUT', `/api/hosts/${host?.id}/name`, { name })).status).toBe(200);
  const { exporters } = (await call(page, 'GET', '/api/exporters')).body as { exporters: { id: number }[] };
  expect(
    (await call(page, 'PUT', `/api/exporters/${exporters[0]?.id}/name`, { name: MARKUP.slice(0, 110) })).status,
  ).toBe(200);
  await upload(page, `${MARKUP.replaceAll('/', '')}.xml`, nmapXml());
  await upload(
    page,
    'list.csv',
    `address,mac,name,from,until\n192.168.119.100,,"${MARKUP.replaceAll('"', '""')}",2026-01-15,\n`,
  );
  await upload(page, 'entities.xml', ENTITIES);

  const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
  await expect(links.first()).toBeVisible();
  const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? '/'));
  expect(paths.length).toBeGreaterThan(8);
  let shown = '';
  for (const path of [...paths, `/hosts?sel=host:${first?.id}`, '/hosts?q=name:onerror', '/map?q=name:onerror']) {
    await page.goto(path);
    await expect(page.getByRole('main')).toBeVisible();
    await page.waitForLoadState('networkidle').catch(() => {});
    shown += await page.getByRole('main').innerText();
    expect(await page.evaluate(() => (window as { ran?: unknown }).ran), path).toBeUndefined();
    const ours = '[onerror], [onload], [onfocus], a[href^="javascript:" i], img[src*="ran.png"]';
    expect(await page.locator(ours).count(), path).toBe(0);
  }
  // As text it is there to be read.
  expect(shown).toContain('onerror=');
  expect(seen).toEqual({ dialogs: [], requests: [], violations: [] });
});

test('a file that plays with entities is refused, and nothing of this machine comes with it', async ({ page }) => {
  await page.goto('/');
  const { body } = await call(page, 'GET', '/api/imports');
  const { imports } = body as { imports: { fileName: string; state: string }[] };
  expect(imports.find(({ fileName }) => fileName === 'entities.xml')?.state).toBe('failed');
  expect(JSON.stringify(imports)).not.toContain('root:');
});

test('a script that is put into the page does not run: the policy holds by itself', async ({ page }) => {
  await page.goto('/');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = 1';
    document.body.append(script);
    const holder = document.createElement('div');
    holder.innerHTML =
      '<img src="data:image/png;base64,AA" onerror="window.ran = 2"><a href="javascript:window.ran = 3">x</a>';
    document.body.append(holder);
    holder.querySelector('a')?.click();
  });
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => (window as { ran?: unknown }).ran)).toBeUndefined();
  const refused = await page.evaluate(async () => {
    try {
      await fetch('https://example.org/');
      return false;
    } catch {
      return true;
    }
  });
  expect(refused).toBe(true);
});
