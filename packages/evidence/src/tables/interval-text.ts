/** ` (from 2026-01-01T00:00:00.000Z until …)`; empty when neither end is known. */
export function intervalText(from: number | null, until: number | null): string {
  const parts = [
    ...(from === null ? [] : [`from ${new Date(from).toISOString()}`]),
    ...(until === null ? [] : [`until ${new Date(until).toISOString()}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(' ')})`;
}
