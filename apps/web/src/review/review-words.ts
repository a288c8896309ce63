/** A code of a finding in plain words: `tag-conflict` is `Tag conflict`. */
export function itemWords(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const DECISION_WORDS = { snooze: 'Put off', reject: 'Reject', assign: 'Hand on' } as const;

export const SEVERITY_WORDS = { high: 'High', medium: 'Medium', low: 'Low' } as const;

export const SEVERITY_MARK = { high: '▲', medium: '◆', low: '▽' } as const;
