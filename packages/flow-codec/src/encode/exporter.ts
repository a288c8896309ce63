import type { ExporterOptions, FlowExporter } from './exporter-options.ts';
import { TemplateExporter } from './template-exporter.ts';
import { createV5Exporter } from './v5-exporter.ts';

/** An exporter that turns flows into export datagrams; it keeps the sequence numbers and the templates already sent. */
export function createExporter(options: ExporterOptions): FlowExporter {
  if (!Number.isSafeInteger(options.bootTime)) throw new RangeError('the boot time has to be whole milliseconds');
  return options.version === 5 ? createV5Exporter(options) : new TemplateExporter(options.version, options);
}
