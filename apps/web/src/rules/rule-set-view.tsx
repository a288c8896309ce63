import { Button, SegmentedControl } from '@mantine/core';
import type { RuleSetDetail } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatInstant, formatPlural } from '../ui/format.ts';
import { ReviewTable } from './review-table.tsx';
import { CONCERN_WORDS, type Concern, FORMAT_WORDS } from './rule-words.ts';
import { useRulesView } from './rules-view.ts';
import { UnreadLines } from './unread-lines.tsx';
import { VerdictTable } from './verdict-table.tsx';

const LIMIT = 5000;

/** One version of a control's rules: each rule with its use, and the verdict of each relationship. */
export function RuleSetView({ id }: { id: number }) {
  const [{ tab, concern, rule }, show] = useRulesView();
  const query = { limit: LIMIT, offset: 0, ...(concern && { concern }) };
  const answer = useEndpoint('ruleSet', { params: { id }, query }, { keep: true });
  const detail = answer.data?.ruleSet.id === id ? answer.data : undefined;
  return (
    <div className="table-page">
      <header className="page-header">
        <div>
          <h1>{detail ? `Rules of ${detail.ruleSet.controlName}` : 'Rules'}</h1>
          {detail && <Origin detail={detail} />}
        </div>
        <Button variant="default" onClick={() => show({})}>
          All controls
        </Button>
      </header>
      {answer.isError && (
        <ErrorNotice
          what="The rules could not be loaded"
          problem={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      <div className="row">
        <SegmentedControl
          aria-label="Show"
          data={[
            { value: 'rules', label: 'Rules' },
            { value: 'verdicts', label: 'Verdicts' },
          ]}
          value={tab}
          onChange={(next) => show({ set: id, tab: next === 'verdicts' ? 'verdicts' : 'rules' })}
        />
        {detail && tab === 'rules' && (
          <ConcernFilter
            counts={detail.concerns}
            current={concern}
            onChoose={(next) => show({ set: id, concern: next })}
          />
        )}
        {tab === 'verdicts' && rule !== null && (
          <Button variant="default" onClick={() => show({ set: id, tab: 'verdicts' })}>
            Only rule {rule + 1} · show all
          </Button>
        )}
      </div>
      {tab === 'verdicts' ? (
        <VerdictTable ruleSetId={id} position={rule} />
      ) : (
        <>
          {answer.isPending && <SkeletonRows rows={12} />}
          {detail && (
            <Rules
              detail={detail}
              concern={concern}
              onSelect={(position) => show({ set: id, tab: 'verdicts', rule: position })}
            />
          )}
        </>
      )}
    </div>
  );
}

function Origin({ detail: { ruleSet, observedSince } }: { detail: RuleSetDetail }) {
  const { version, fileName, format, takenAt, endedAt, verdicts } = ruleSet;
  const words = FORMAT_WORDS[format as keyof typeof FORMAT_WORDS] ?? format;
  return (
    <p>
      Version {version}
      {endedAt !== null && `, replaced on ${formatInstant(endedAt)}`} · {fileName} · {words} · taken from the device on{' '}
      {formatInstant(takenAt)} UTC
      {observedSince !== null && verdicts !== null && (
        <> · matched against traffic since {formatInstant(observedSince)}</>
      )}
      {endedAt === null && verdicts === null && <> · not matched against traffic yet: bind a list to two zones</>}
    </p>
  );
}

interface ConcernFilterProps {
  counts: RuleSetDetail['concerns'];
  current: Concern | null;
  onChoose: (concern: Concern | null) => void;
}

function ConcernFilter({ counts, current, onChoose }: ConcernFilterProps) {
  return (
    <fieldset className="row concern-filter">
      <legend className="visually-hidden">Narrow to rules that are worth a look</legend>
      {(Object.keys(CONCERN_WORDS) as Concern[]).map((concern) => (
        <Button
          key={concern}
          variant={concern === current ? 'filled' : 'default'}
          aria-pressed={concern === current}
          onClick={() => onChoose(concern === current ? null : concern)}
        >
          {CONCERN_WORDS[concern]} {formatCount(counts[concern])}
        </Button>
      ))}
    </fieldset>
  );
}

interface RulesProps {
  detail: RuleSetDetail;
  concern: Concern | null;
  onSelect: (position: number) => void;
}

function Rules({ detail, concern, onSelect }: RulesProps) {
  return (
    <div className="rules-table">
      <div className="muted" role="status">
        {detail.rules.length < detail.total && `the first ${formatCount(detail.rules.length)} of `}
        {formatPlural(detail.total, 'rule')}
      </div>
      {detail.unread.length > 0 && concern !== 'never-matched' && (
        <UnreadLines lines={detail.unread} total={detail.ruleSet.unread} />
      )}
      {detail.rules.length === 0 ? (
        <EmptyState title={concern === null ? 'The file holds no rule' : 'No rule is like that'}>
          {concern === null
            ? 'Every list of it ends with its default.'
            : 'Choose another mark above, or look at all rules.'}
        </EmptyState>
      ) : (
        <ReviewTable rules={detail.rules} onSelect={({ position }) => onSelect(position)} />
      )}
    </div>
  );
}
