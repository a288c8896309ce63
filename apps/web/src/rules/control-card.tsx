import { Button } from '@mantine/core';
import type { Control, RuleSetRow } from '@scopemap/contract';
import { formatCount, formatInstant, formatPlural } from '../ui/format.ts';
import type { EndedStatement } from './end-statement-dialog.tsx';
import { type Place, placeName } from './use-places.ts';

interface ControlCardProps {
  control: Control;
  /** The version in force; null: the rules are not known. */
  ruleSet: RuleSetRow | null;
  places: readonly Place[];
  onReview: (ruleSetId: number, tab: 'rules' | 'verdicts') => void;
  onImport: () => void;
  onBind: () => void;
  onSeparate: () => void;
  onEnd: (statement: EndedStatement) => void;
}

/** A control: what it separates, which list decides where, and what its rules say of what was seen. */
export function ControlCard(props: ControlCardProps) {
  const { control, ruleSet, places, onReview, onImport, onBind, onSeparate, onEnd } = props;
  const name = (id: string) => placeName(places, id);
  return (
    <section className="card control-card" aria-label={control.name}>
      <div className="control-head">
        <h2>{control.name}</h2>
        <div className="row">
          {ruleSet && (
            <Button onClick={() => onReview(ruleSet.id, 'rules')} aria-label={`Review rules of ${control.name}`}>
              Review rules
            </Button>
          )}
          <Button variant="default" onClick={onImport} aria-label={`Import rules of ${control.name}`}>
            {ruleSet ? 'Import next version' : 'Import rules'}
          </Button>
        </div>
      </div>
      {ruleSet ? (
        <RuleSetFigures ruleSet={ruleSet} onReview={onReview} />
      ) : (
        <p className="muted">Its rules are not known.</p>
      )}
      <div className="control-paths">
        <div>
          <h3>Separates</h3>
          {control.boundaries.length === 0 && <p className="muted">Nobody has said what it separates.</p>}
          <ul>
            {control.boundaries.map(({ id, places: [one, other] }) => (
              <li key={id}>
                {name(one)} <span aria-hidden="true">‖</span>
                <span className="visually-hidden">from</span> {name(other)}
                <EndButton
                  onClick={() => onEnd({ kind: 'endControlBoundary', id, words: `${name(one)} ‖ ${name(other)}` })}
                />
              </li>
            ))}
          </ul>
          <Button variant="default" disabled={places.length < 2} onClick={onSeparate}>
            Say what it separates
          </Button>
        </div>
        <div>
          <h3>Lists that decide</h3>
          {control.bindings.length === 0 && <p className="muted">No list is bound: nothing is judged by its rules.</p>}
          <ul>
            {control.bindings.map(({ id, list, source, target }) => (
              <li key={id}>
                <strong>{list}</strong>: {name(source)} <span aria-hidden="true">→</span>
                <span className="visually-hidden">to</span> {name(target)}
                {ruleSet && !ruleSet.lists.includes(list) && (
                  <span className="badge badge-unreviewed">? not in this version</span>
                )}
                <EndButton
                  onClick={() =>
                    onEnd({ kind: 'endRuleBinding', id, words: `${list}: ${name(source)} → ${name(target)}` })
                  }
                />
              </li>
            ))}
          </ul>
          <Button variant="default" disabled={places.length < 2 || !ruleSet} onClick={onBind}>
            Bind a list
          </Button>
        </div>
      </div>
    </section>
  );
}

function EndButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="subtle" onClick={onClick}>
      Take back
    </Button>
  );
}

function RuleSetFigures({ ruleSet, onReview }: { ruleSet: RuleSetRow; onReview: ControlCardProps['onReview'] }) {
  const { id, version, fileName, takenAt, rules, unread, verdicts } = ruleSet;
  return (
    <>
      <p className="muted">
        Version {version} · {fileName} · {formatPlural(rules, 'rule')} · taken {formatInstant(takenAt)} UTC
        {unread > 0 && (
          <>
            {' '}
            · <span className="badge badge-unreviewed">? {formatPlural(unread, 'line')} not understood</span>
          </>
        )}
      </p>
      {verdicts && (
        <div className="row">
          {verdicts.deniedSeen > 0 && (
            <span className="badge badge-violation">
              <span aria-hidden="true">✕</span>
              {formatCount(verdicts.deniedSeen)} denied, but seen
            </span>
          )}
          {verdicts.undetermined + verdicts.noList > 0 && (
            <span className="badge badge-unreviewed">
              ? {formatCount(verdicts.undetermined + verdicts.noList)} undetermined or no list bound
            </span>
          )}
          <span className="badge badge-approved">
            <span aria-hidden="true">✓</span>
            {formatCount(verdicts.allowed)} allowed
          </span>
          <Button variant="subtle" onClick={() => onReview(id, 'verdicts')}>
            Show verdicts
          </Button>
        </div>
      )}
    </>
  );
}
