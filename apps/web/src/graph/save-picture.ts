import regular from '@fontsource/inter/files/inter-latin-400-normal.woff2?url';
import bold from '@fontsource/inter/files/inter-latin-600-normal.woff2?url';

/** Pixels of the PNG per pixel of the picture. */
const SCALE = 2;

export type PictureFormat = 'svg' | 'png';

/** Saves the SVG as a file, as it is or drawn as PNG. The font goes along, so that it looks the same everywhere. */
export async function savePicture(svg: string, format: PictureFormat, name: string): Promise<void> {
  const whole = new Blob([await withFont(svg)], { type: 'image/svg+xml' });
  const blob = format === 'svg' ? whole : await drawPng(whole);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${name}.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function withFont(svg: string): Promise<string> {
  const faces = await Promise.all(
    [
      [regular, 400],
      [bold, 600],
    ].map(async ([url, weight]) => {
      const font = await toDataUrl(await (await fetch(String(url))).blob());
      return `@font-face{font-family:Inter;font-weight:${weight};src:url(${font}) format("woff2")}`;
    }),
  );
  return svg.replace('>', () => `><style>${faces.join('')}</style>`);
}

function toDataUrl(blob: Blob): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reader = new FileReader();
  reader.addEventListener('load', () => resolve(String(reader.result)));
  reader.addEventListener('error', () => reject(reader.error ?? new Error('the font could not be read')));
  reader.readAsDataURL(blob);
  return promise;
}

async function drawPng(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const { promise, resolve } = Promise.withResolvers<Blob | null>();
    canvas.toBlob(resolve, 'image/png');
    const png = await promise;
    if (!png) throw new Error('The picture is too large to be drawn as PNG here; save it as SVG.');
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}
