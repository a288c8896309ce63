import { DECISIONS } from './direction/decide-direction.ts';
import type { Decision } from './direction/decision.ts';
import { CONTACT_STATES, type ContactState } from './relationship.ts';

/** What a window says of a conversation. */
export interface Answer {
  readonly decision: Decision;
  readonly state: ContactState;
  readonly scanner: boolean;
  /** Folded with others of the same hosts, so that its ports were not given out. */
  readonly folded: boolean;
  /** Its number among all that there are. */
  readonly code: number;
}

const STATES = CONTACT_STATES.length;

/** All answers by their codes: millions of conversations share these few objects. */
const ANSWERS: readonly Answer[] = DECISIONS.flatMap((decision) =>
  CONTACT_STATES.flatMap((state, place) =>
    [false, true].flatMap((scanner) =>
      [false, true].map((folded) => ({
        decision,
        state,
        scanner,
        folded,
        code: codeOf(decision.code, place, scanner, folded),
      })),
    ),
  ),
);

function codeOf(decision: number, state: number, scanner: boolean, folded: boolean): number {
  return ((decision * STATES + state) * 2 + (scanner ? 1 : 0)) * 2 + (folded ? 1 : 0);
}

/** The answer with a code. */
export function answerOf(code: number): Answer {
  return ANSWERS[code] as Answer;
}

/** The answer that says this, not folded. */
export function answerFor(decision: Decision, state: ContactState, scanner: boolean): Answer {
  return answerOf(codeOf(decision.code, CONTACT_STATES.indexOf(state), scanner, false));
}

/** The same answer, folded. */
export function foldedAnswer({ decision, state, scanner }: Answer): Answer {
  return answerOf(codeOf(decision.code, CONTACT_STATES.indexOf(state), scanner, true));
}
