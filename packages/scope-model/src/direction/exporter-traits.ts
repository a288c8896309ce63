import { TCP } from '@scopemap/net';
import type { Conversation, HalfRecords, Observation } from '../conversation/conversation.ts';
import { ACK } from '../conversation/tcp-flag-bits.ts';
import { namedServiceSide, sendsAnswers } from './service-side.ts';

/** What an exporter's records are able to tell, found from the records themselves. Grows over windows. */
export interface ExporterTraits {
  /** Conversations of which it showed both halves. */
  paired: number;
  /** Conversations of which it showed one half though the other must exist: TCP that acknowledges, an answer of a well-known service. */
  hidden: number;
  /** Of the paired ones with times: halves that began and ended alike though they lasted, and halves with times of their own. */
  sharedTimes: number;
  ownTimes: number;
  /** Pairs whose starts differ by a second at most: the half towards a well-known service began first, or last. */
  callerFirst: number;
  callerLast: number;
  /** Conversations in which it named one end as the opener, and in which it named both. */
  namedOne: number;
  namedBoth: number;
}

export function createExporterTraits(): ExporterTraits {
  return {
    paired: 0,
    hidden: 0,
    sharedTimes: 0,
    ownTimes: 0,
    callerFirst: 0,
    callerLast: 0,
    namedOne: 0,
    namedBoth: 0,
  };
}

/** Bits of what a conversation shows, in the order of this list. */
const TRAITS = [
  'paired',
  'hidden',
  'sharedTimes',
  'ownTimes',
  'callerFirst',
  'callerLast',
  'namedOne',
  'namedBoth',
] as const;
const PAIRED = 1;
const HIDDEN = 2;
const SHARED_TIMES = 4;
const OWN_TIMES = 8;
const CALLER_FIRST = 16;
const CALLER_LAST = 32;
const NAMED_ONE = 64;
const NAMED_BOTH = 128;

/**
 * Adds what one conversation shows of its exporter. What the same conversation showed before (in an earlier window, with
 * fewer records) is taken back first, so that traits do not depend on how records fall into windows.
 */
export function noteTraits(traits: ExporterTraits, conversation: Conversation, observation: Observation): void {
  const shown = traitsShown(conversation, observation);
  const changed = shown ^ observation.noted;
  for (let i = 0; changed >> i !== 0; i++) {
    const bit = 1 << i;
    if (changed & bit) traits[TRAITS[i] as (typeof TRAITS)[number]] += shown & bit ? 1 : -1;
  }
  observation.noted = shown;
}

function traitsShown(conversation: Conversation, observation: Observation): number {
  const { low, high } = observation;
  let shown = 0;
  if (low && high) shown = PAIRED | timesShown(conversation, low, high);
  else if (hidesHalf(conversation, observation)) shown = HIDDEN;
  if (conversation.icmpType !== null) return shown;
  if (observation.saidLow && observation.saidHigh) return shown | NAMED_BOTH;
  return observation.saidLow || observation.saidHigh ? shown | NAMED_ONE : shown;
}

/**
 * True when the halves of a conversation carry their own start times. Exporters that keep one cache entry for both halves
 * (softflowd) write the same times into both; a difference there is an artefact of the header's whole seconds.
 */
export function givesOwnTimes(traits: ExporterTraits): boolean {
  return traits.ownTimes > traits.sharedTimes;
}

/** Header times of v9 are whole seconds: halves in different datagrams may be set against each other by that much. */
const HEADER_JITTER = 1000;
/** Such a jitter sets about half of the short differences wrong; one contradiction, or one in so many, is no sign of it. */
const MIN_CONTRADICTIONS = 2;
const TOLERATED = 5;

function timesShown(conversation: Conversation, low: HalfRecords, high: HalfRecords): number {
  const highAfterLow = high.first - low.first;
  if (!Number.isFinite(highAfterLow)) return 0;
  if (highAfterLow === 0 && low.last === high.last) return low.last > low.first ? SHARED_TIMES : 0;
  if (highAfterLow === 0) return OWN_TIMES;
  const service = namedServiceSide(conversation);
  if (service === null || Math.abs(highAfterLow) > HEADER_JITTER) return OWN_TIMES;
  return OWN_TIMES | (highAfterLow > 0 === (service === 'high') ? CALLER_FIRST : CALLER_LAST);
}

/**
 * Smallest difference of two start times that means an order, in milliseconds. Truncated clocks keep the order; but where
 * services seem to speak before they are asked, times come from headers of whole seconds and are that uncertain.
 */
export function startResolution({ callerFirst, callerLast }: ExporterTraits): number {
  const isUncertain = callerLast >= MIN_CONTRADICTIONS && callerLast * TOLERATED > callerFirst;
  return isUncertain ? HEADER_JITTER + 1 : 1;
}

const MIN_ACKNOWLEDGING = 3;

function hidesHalf(conversation: Conversation, { low, high }: Observation): boolean {
  const half = low ?? high;
  if (!half) return false;
  if (conversation.protocol === TCP) return (half.flags & ACK) !== 0 && half.packets >= MIN_ACKNOWLEDGING;
  return sendsAnswers(conversation, low ? 'low' : 'high');
}

/** True when the exporter shows both halves where there are two, so that a missing half was not sent. */
export function showsBothHalves(traits: ExporterTraits): boolean {
  return traits.paired > 0 && traits.paired >= traits.hidden;
}

/** True when halves that must exist were missing so often that the exporter sees one side of the traffic only. */
export function hidesHalves(traits: ExporterTraits): boolean {
  return traits.hidden >= 3 && traits.hidden > traits.paired;
}

/** True when nothing speaks against it yet: no half that must exist was missing, though no pair was seen either. */
export function maySeeBothHalves(traits: ExporterTraits): boolean {
  return traits.hidden === 0;
}

/** True unless the exporter tends to name both ends of one conversation as its opener. */
export function namesOpeners(traits: ExporterTraits): boolean {
  return traits.namedBoth * 20 <= traits.namedOne;
}
