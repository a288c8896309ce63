import { createSocket } from 'node:dgram';
import { expect, type Page, test } from '@playwright/test';
import { FLOW_PORT } from '../playwright.config.ts';

// Runs after 1-first-light.spec.ts; no other test knows these addresses (RFC 2544).
const CLIENT = '198.18.6.10';
const SERVER = '198.18.6.200';
const CLIENT_PORT = 51_000;
const PORT = 50_443;
const ONLY_THEIRS = `?q=${encodeURIComponent('ip:198.18.6.0/24')}`;

const HEADER = 24;
const RECORD = 48;
const TCP = 6;
/** All flags that a whole session leaves (FIN, SYN, PSH, ACK): they are the same on both sides. */
const WHOLE_SESSION = 0x1b;

/**
 * A NetFlow v5 message with both halves of one finished session, as softflowd exports it: both with the same times and flags,
 * between two ephemeral ports. Nothing in it tells who began.
 */
function undecidable(): Buffer {
  const halves = [
    { from: SERVER, fromPort: PORT, to: CLIENT, toPort: CLIENT_PORT },
    { from: CLIENT, fromPort: CLIENT_PORT, to: SERVER, toPort: PORT },
  ];
  const message = Buffer.alloc(HEADER + RECORD * halves.length);
  message.writeUInt16BE(5, 0);
  message.writeUInt16BE(halves.length, 2);
  message.writeUInt32BE(3_600_000, 4);
  message.writeUInt32BE(Math.floor(Date.now() / 1000), 8);
  for (const [index, { from, fromPort, to, toPort }] of halves.entries()) {
    const record = message.subarray(HEADER + RECORD * index);
    record.set(from.split('.').map(Number), 0);
    record.set(to.split('.').map(Number), 4);
    record.writeUInt32BE(10, 16);
    record.writeUInt32BE(4_000, 20);
    record.writeUInt32BE(3_590_000, 24);
    record.writeUInt32BE(3_595_000, 28);
    record.writeUInt16BE(fromPort, 32);
    record.writeUInt16BE(toPort, 34);
    record[37] = WHOLE_SESSION;
    record[38] = TCP;
  }
  return message;
}

async function sendFlows(message: Buffer): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) =>
    socket.send(message, FLOW_PORT, '127.0.0.1', (error) => (error ? reject(error) : resolve())),
  );
  socket.close();
}

/** What `nmap -oX` writes of one host with one open port. */
function nmapXml(): Buffer {
  const at = Math.floor(Date.now() / 1000);
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<nmaprun scanner="nmap" args="nmap -sS -p ${PORT} -oX night.xml ${SERVER}" start="${at}" version="7.93" xmloutputversion="1.05">
<host starttime="${at}" endtime="${at}"><status state="up" reason="echo-reply"/><address addr="${SERVER}" addrtype="ipv4"/>
<ports><port protocol="tcp" portid="${PORT}"><state state="open" reason="syn-ack"/></port></ports></host>
<runstats><finished time="${at}" exit="success"/><hosts up="1" down="0" total="1"/></runstats></nmaprun>`);
}

interface Line {
  /** What a click on it opens: the zones, with `>` between client and server, or `~` where that is not known. */
  readonly bundle: string;
  readonly arrow: string;
  readonly text: string;
}

/** The lines that are really on the canvas, with the arrow and the words that they have there. */
function drawnLines(page: Page): Promise<Line[]> {
  return page.getByTestId('map-canvas').evaluate((element) => {
    interface Item {
      data(name: string): string;
      style(name: string): string;
    }
    interface Items {
      map<T>(each: (item: Item) => T): T[];
    }
    const { cy } = (element as unknown as { _cyreg: { cy: { elements(selector: string): Items } } })._cyreg;
    const words = new Map(cy.elements('.chip, .edge-label').map((item) => [item.data('ref'), item.data('label')]));
    return cy.elements('edge.line').map((item) => {
      const bundle = item.data('ref');
      return { bundle, arrow: item.style('target-arrow-shape'), text: words.get(bundle) ?? '' };
    });
  });
}

const relationshipRow = (page: Page) =>
  page.getByRole('table', { name: 'Relationships' }).getByRole('row').filter({ hasText: SERVER });

async function openServerPanel(page: Page) {
  await page.goto(`/hosts${ONLY_THEIRS}`);
  await page.getByRole('table', { name: 'Hosts' }).getByText(SERVER, { exact: true }).first().click();
  return page.getByRole('complementary', { name: 'Details' });
}

async function createZone(page: Page, name: string, prefix: string): Promise<string> {
  const answer = await page.request.post('/api/zones', { data: { name, claim: 'connected', prefixes: [prefix] } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return `zone-${((await answer.json()) as { id: number }).id}`;
}

test('what nothing decides is drawn as undecided; an uploaded scan corrects it everywhere, and the panel tells why', async ({
  page,
  context,
}) => {
  // The servers first: without direction they stand first, so that the arrow is not in the order of the zones.
  const servers = await createZone(page, 'Truth: machines', '198.18.6.128/25');
  const clients = await createZone(page, 'Truth: desks', '198.18.6.0/25');
  await sendFlows(undecidable());

  const map = await context.newPage();
  await map.goto(`/${ONLY_THEIRS}`);
  await expect
    .poll(() => drawnLines(map), { timeout: 30_000 })
    .toEqual([{ bundle: expect.stringContaining(`${servers}~${clients}|`), arrow: 'none', text: expect.any(String) }]);

  await page.goto(`/relationships${ONLY_THEIRS}`);
  await expect(relationshipRow(page)).toHaveCount(1);
  await expect(relationshipRow(page)).toContainText('↔ unknown');
  await expect(relationshipRow(page)).toContainText(`${CLIENT_PORT}`);
  await expect(relationshipRow(page)).toContainText(`${PORT}`);
  const before = await openServerPanel(page);
  const undecided = before.getByRole('region', { name: 'Relationships' });
  await expect(undecided.getByRole('heading', { name: 'Direction unknown or between peers · 1' })).toBeVisible();
  await expect(undecided).toContainText('Direction: not decided');
  await expect(before.getByRole('region', { name: 'Service endpoints' })).toBeVisible();
  await expect(before.getByRole('region', { name: 'Corrected directions' })).toHaveCount(0);

  await page.goto('/import');
  const file = { name: 'night.xml', mimeType: 'text/xml', buffer: nmapXml() };
  await page.locator('input[type=file]').first().setInputFiles(file);
  const card = page.getByRole('region', { name: 'Import of night.xml' });
  await expect(card).toContainText('Done');
  await expect(card).toContainText(/Relationships corrected\s*1/);

  // The map that was open all the time shows it without a reload.
  await expect
    .poll(() => drawnLines(map), { timeout: 30_000 })
    .toEqual([{ bundle: expect.stringContaining(`${clients}>${servers}|`), arrow: 'triangle', text: `? ${PORT}/tcp` }]);

  await page.goto(`/relationships${ONLY_THEIRS}`);
  await expect(relationshipRow(page)).toHaveCount(1);
  const cells = relationshipRow(page).getByRole('cell');
  await expect(cells.nth(1)).toContainText(CLIENT);
  await expect(cells.nth(2)).toHaveText('→ high');
  await expect(cells.nth(3)).toContainText(SERVER);
  await expect(cells.nth(4)).toHaveText(`${PORT}/tcp`);

  const panel = await openServerPanel(page);
  const relationships = panel.getByRole('region', { name: 'Relationships' });
  await expect(relationships.getByRole('heading', { name: 'Serves others · 1' })).toBeVisible();
  await expect(relationships).toContainText(`${CLIENT} opened ${PORT}/tcp to ${SERVER}`);
  await expect(relationships).toContainText('Direction: a scan found the port open (high confidence)');
  await expect(panel.getByRole('region', { name: 'Service endpoints' })).toContainText('A scan found it open.');
  const change = panel.getByRole('region', { name: 'Corrected directions' }).getByRole('listitem');
  await expect(change).toHaveCount(1);
  await expect(change).toContainText(`${CLIENT} opened ${PORT}/tcp to ${SERVER} (a scan found the port open)`);
  await expect(change).toContainText(new RegExp(`Before: .* over ${CLIENT_PORT} and ${PORT}/tcp \\(not decided\\)`));
  await expect(change).toContainText(
    `by what became known of ${SERVER} ${PORT}/tcp · local operator: found open: night.xml`,
  );
});
