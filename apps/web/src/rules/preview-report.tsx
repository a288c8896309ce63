import type { RulePreview } from '@scopemap/contract';
import { formatCount, formatPlural } from '../ui/format.ts';
import { FORMAT_WORDS } from './rule-words.ts';
import { UnreadLines } from './unread-lines.tsx';

/** What a rule file was read as. */
export function PreviewReport({ preview }: { preview: RulePreview }) {
  const { format, lists, rules, lines, otherLines, unread, unreadTotal } = preview;
  return (
    <section className="stack" aria-label="What was understood" role="status">
      <div className={unreadTotal === 0 && rules > 0 ? 'notice notice-good' : 'notice'}>
        <div>
          Read as <strong>{FORMAT_WORDS[format]}</strong>: {formatPlural(rules, 'rule')} in{' '}
          {formatPlural(lists.length, 'list')}, of {formatPlural(lines, 'line')}
          {otherLines > 0 && `; ${formatPlural(otherLines, 'line')} of other configuration`}.
          {unreadTotal === 0 && rules > 0 && ' Every rule was understood.'}
          {rules === 0 && ' No rule was found: is it another format?'}
          {lists.length > 0 && (
            <div className="muted">
              {lists
                .slice(0, 12)
                .map(({ name, rules: count }) => `${name} (${formatCount(count)})`)
                .join(', ')}
              {lists.length > 12 && ` and ${formatCount(lists.length - 12)} more`}
            </div>
          )}
        </div>
      </div>
      {unreadTotal > 0 && <UnreadLines lines={unread} total={unreadTotal} />}
    </section>
  );
}
