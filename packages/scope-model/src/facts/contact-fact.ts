import type { DirectionConfidence, DirectionMethod } from '../direction-method.ts';
import type { ContactState } from '../relationship.ts';

/**
 * One relationship: two systems and a service, over all time that is stored. A contact does not age out of the facts; a
 * person retires it by a tag.
 *
 * `from` and `to` are asset ids; or addresses, which the bindings in force between `first` and `last` resolve. An address
 * that nobody has bound stands for itself. Group and broadcast addresses are no systems and connect nothing.
 */
export interface ContactFact {
  readonly id: string;
  /** The client when `directed`. */
  readonly from: string;
  readonly to: string;
  /** False: who began is not known, and the order of the two says nothing. */
  readonly directed: boolean;
  readonly method: DirectionMethod;
  readonly confidence: DirectionConfidence;
  /** IANA protocol number. */
  readonly protocol: number;
  /** The server's port; null without ports or when it is not known. */
  readonly port: number | null;
  readonly state: ContactState;
  /** The client behaved like a scanner: what it touched is not thereby connected. */
  readonly scanner: boolean;
  readonly first: number;
  readonly last: number;
  readonly flows: number;
  /** Exporter ids that saw it. */
  readonly observers: readonly string[];
}
