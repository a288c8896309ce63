const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s?(Z|[+-]\d\d:?\d\d))?$/;

/** Date.parse turns 31 February into March; what comes out must be the day that went in. */
function isRealDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/**
 * An instant in ISO 8601: a day (its beginning in UTC), or day and time with `Z` or an offset. Null for other text, and for a time
 * without a zone: which instant that is would be a guess.
 */
export function parseInstant(text: string): Date | null {
  const match = ISO.exec(text.trim());
  const day = match?.[1];
  if (!day || !isRealDay(day)) return null;
  const [, , time = '00:00', zone = 'Z'] = match;
  const colon = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const date = new Date(`${day}T${time}${colon}`);
  return Number.isNaN(date.getTime()) ? null : date;
}
