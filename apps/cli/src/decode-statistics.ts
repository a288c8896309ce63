import type { SourceStatistics } from '@scopemap/flow-codec';

/** Statistics of one file as lines of text: a paragraph per exporter, domain and version. */
export function* formatStatistics(
  file: string,
  datagrams: number,
  sources: readonly SourceStatistics[],
): Generator<string> {
  yield `${file}: ${datagrams} export datagrams`;
  for (const source of sources) {
    const { sequence, waiting } = source;
    yield `  exporter ${source.exporter} port ${source.port} domain ${source.domain} version ${source.version}`;
    yield `    datagrams ${source.datagrams}, flow records ${source.flows}, options records ${source.optionsRecords}`;
    yield `    sequence: ${Object.entries(sequence)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`;
    yield `    sets waiting for a template: ${waiting.sets} (recovered ${waiting.recovered}, dropped ${waiting.dropped})`;
    for (const template of source.templates) {
      yield `    ${template.options ? 'options template' : 'template'} ${template.templateId}: ${template.fields.length} fields, ${template.records} records`;
    }
    for (const [code, count] of Object.entries(source.problems)) yield `    problem ${code}: ${count}`;
    for (const { enterprise, id, length, records } of source.unknownElements) {
      yield `    element not used: ${enterprise}/${id} of ${length === 65535 ? 'variable' : length} bytes in ${records} records`;
    }
  }
}
