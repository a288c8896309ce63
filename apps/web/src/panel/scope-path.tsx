import { Button } from '@mantine/core';
import type { HostDetail, IsolationTest, PathStep, ScopePath } from '@scopemap/contract';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatOctets, formatPlural } from '../ui/format.ts';
import { CATEGORY_WORDS } from '../ui/words.ts';
import { Link } from '../url/link.tsx';
import { usePathname } from '../url/location.ts';
import { useView } from '../url/use-view.ts';
import { writeViewState } from '../url/view-state.ts';
import { contactText, directionText, openingWords, seenText } from './contact-text.ts';
import { HostLink } from './host-link.tsx';
import { NamedFacts } from './named-facts.tsx';
import { conclusionText, coverageText, TEST_WORDS, testState } from './path-words.ts';
import { RuleVerdicts } from './rule-verdicts.tsx';
import { useHostPath } from './use-host-path.ts';

/** Why the host is in scope, step by step to account data; or which of the four tests show that it is not. */
export function ScopePathSection({ host }: { host: HostDetail }) {
  const answer = useHostPath(host.id);
  return (
    <section aria-label="Why">
      <h3>{heading(host)}</h3>
      {answer.isError && (
        <ErrorNotice
          what="The way to account data could not be loaded"
          problem={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <SkeletonRows rows={4} />}
      {answer.data && <Path path={answer.data} name={host.name ?? host.address} />}
    </section>
  );
}

function heading({ category, classification: { inScope } }: HostDetail): string {
  if (category === 'EXTERNAL') return 'Why this system is external';
  if (category === 'UNDETERMINED') return 'Why this system is undetermined, and so in scope';
  return inScope ? 'Why this system is in scope' : 'Why this system is out of scope';
}

function Path({ path, name }: { path: ScopePath; name: string }) {
  if (path.rule === null) {
    return <p className="muted">Its classification is being worked out; until then it counts as in scope.</p>;
  }
  if (path.tests.length > 0) return <Tests tests={path.tests} />;
  return (
    <>
      <ol className="reasons">
        {path.steps.map((step) => (
          <li key={step.kind === 'contact' ? step.relationship.id : `${step.system.id}:${step.reason.code}`}>
            {step.kind === 'contact' ? <Contact step={step} /> : <Ground step={step} />}
          </li>
        ))}
        <li>
          Therefore <strong>{name}</strong>: {conclusionText(path)}
        </li>
      </ol>
      <ShowOnMap />
      <Missing facts={path.missing} />
    </>
  );
}

function Contact({ step }: { step: PathStep & { kind: 'contact' } }) {
  const { relationship: row, others, coverage } = step;
  const [verb, preposition] = openingWords(row);
  return (
    <>
      {row.directed ? (
        <>
          <HostLink side={row.client} /> {verb} <code>{row.service}</code> {preposition} <HostLink side={row.server} />
        </>
      ) : (
        <>
          <HostLink side={row.client} /> and <HostLink side={row.server} /> over <code>{row.service}</code>
        </>
      )}
      <div className="muted">
        {formatPlural(row.flows, 'flow')} · {formatOctets(row.octets)} · {seenText(row)}
        {row.observers.length > 0 && ` · seen by ${row.observers.join(', ')}`}
      </div>
      <div className="muted">Direction: {directionText(row)}</div>
      <div className="muted">Contact: {contactText(row)}</div>
      <div className="muted">Coverage: {coverageText(coverage)}</div>
      <RuleVerdicts relationshipId={row.id} />
      {others > 0 && <div className="muted">{formatPlural(others, 'other contact')} of it would do as well.</div>}
    </>
  );
}

function Ground({ step: { system, category, reason } }: { step: PathStep & { kind: 'ground' } }) {
  return (
    <>
      <strong>{system.name}</strong> is {CATEGORY_WORDS[category]}: {reason.text}{' '}
      <span className="muted">rule {reason.rule}</span>
      <NamedFacts facts={reason.facts} />
    </>
  );
}

/** On the map it is a switch; from another page it leads there. */
function ShowOnMap() {
  const [view, change] = useView();
  const onMap = /^\/(map\/*)?$/.test(usePathname());
  if (!onMap) {
    return (
      <Button component={Link} variant="default" href={`/map${writeViewState({ ...view, why: true })}`}>
        Show this way on the map
      </Button>
    );
  }
  return (
    <Button
      variant="default"
      aria-pressed={view.why}
      title="On the map also with the key w"
      onClick={() => change({ why: !view.why })}
    >
      {view.why ? 'Show all its relationships' : 'Show this way on the map'}
    </Button>
  );
}

function Tests({ tests }: { tests: readonly IsolationTest[] }) {
  return (
    <>
      <p>Out of scope is only what passes all four tests:</p>
      <ol className="reasons isolation-tests" aria-label="Tests of isolation">
        {tests.map((test) => (
          <li key={test.test} data-passed={test.passed}>
            <strong>
              <span aria-hidden="true">{test.passed ? '✓ ' : '? '}</span>
              {TEST_WORDS[test.test]}
            </strong>
            : {testState(test)}
            <NamedFacts facts={test.proofs} />
            <ul className="missing">
              {test.missing.map((fact) => (
                <li key={`${fact.code}:${fact.text}`}>{fact.text}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </>
  );
}

function Missing({ facts }: { facts: ScopePath['missing'] }) {
  if (facts.length === 0) return null;
  return (
    <>
      <h3>What is missing to decide more</h3>
      <ul className="reasons">
        {facts.map((fact) => (
          <li key={`${fact.code}:${fact.text}`}>{fact.text}</li>
        ))}
      </ul>
    </>
  );
}
