import type { ImportJob } from '@scopemap/contract';

const count = (number: number, noun: string) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

/** The outcome of an import for people. */
export function summariseImport(job: ImportJob): string {
  const { report, scan, addresses } = job;
  if (addresses) {
    const bad = addresses.badLines > 0 ? `, ${count(addresses.badLines, 'line')} could not be used` : '';
    return [
      `${job.fileName}: ${count(addresses.bindings, 'binding')} of ${addresses.addresses.toLocaleString('en')} addresses${bad}`,
      ...addresses.problems.map(({ line, message }) => `  line ${line}: ${message}`),
    ].join('\n');
  }
  if (scan) {
    const states = Object.entries(scan.states).map(([state, ports]) => `${state} ${ports}`);
    const found = `${job.fileName}: ${count(scan.hostsUp, 'host')} up, ${count(scan.openEndpoints, 'open port')}, ${count(scan.corrected, 'relationship')} corrected`;
    return [
      found,
      `  ports by state: ${states.join(', ') || 'none'}`,
      ...(scan.repeated ? ['  imported before: nothing was done'] : []),
    ].join('\n');
  }
  if (!report) return `${job.fileName}: done`;
  const lines = [
    `${job.fileName}: ${count(report.packets, 'packet')}, ${count(report.datagrams, 'export datagram')}, ${count(report.records, 'flow record')}, ${count(report.relationships, 'relationship')}`,
  ];
  if (report.repeated) lines.push('  imported before: nothing was counted twice');
  if (report.exporters.length > 0) lines.push(`  exporters: ${report.exporters.join(', ')}`);
  if (report.from && report.to) lines.push(`  traffic from ${report.from} to ${report.to}`);
  lines.push(`  undecodable sets: ${report.undecodableSets}`);
  for (const problem of report.problems) lines.push(`  ${problem.code} (${problem.count}): ${problem.example}`);
  return lines.join('\n');
}
