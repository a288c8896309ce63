import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EvidenceView } from '../evidence-view.ts';
import { reportDocument } from './report-document.ts';

const fonts = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts/Roboto');
const font = (name: string) => join(fonts, `Roboto-${name}.ttf`);

/** The report as PDF with its fonts inside. The same view gives the same text on the same pages. */
export async function writeReport(view: EvidenceView): Promise<Uint8Array> {
  // Loaded with the first report: a server that starts, or a pack that is checked, needs no PDF writer.
  const { default: pdfmake } = await import('pdfmake');
  pdfmake.setFonts({
    Roboto: {
      normal: font('Regular'),
      bold: font('Medium'),
      italics: font('Italic'),
      bolditalics: font('MediumItalic'),
    },
  });
  // The report refers to nothing outside: names in it must not make it read a file or a page.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path.startsWith(fonts));
  return pdfmake.createPdf(reportDocument(view)).getBuffer();
}
