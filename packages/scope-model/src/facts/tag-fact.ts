import type { ScopeClaim } from '../scope-category.ts';
import type { PlaceRef } from './place.ts';
import type { Provenance } from './provenance.ts';

/** What a system does, as far as scope depends on it (DOMAIN 2.5). */
export const SCOPE_ROLES = [
  'directory',
  'dns',
  'ntp',
  'patch',
  'antimalware',
  'vulnscan',
  'fim',
  'log',
  'ids',
  'mfa',
  'pam',
  'jump',
  'vpn',
  'kms',
  'pki',
  'config-mgmt',
  'ci-cd',
  'monitoring',
  'backup',
  'hypervisor',
  'virt-manager',
  'storage',
  'load-balancer',
  'proxy',
  'redirect',
  'nat',
  'physical-security',
  'flow-collector',
  'nsc',
] as const;

export type ScopeRole = (typeof SCOPE_ROLES)[number];

/** What is done with account data on its way (12.5.2, element 1). */
export const PAYMENT_STAGES = ['authorisation', 'capture', 'settlement', 'chargeback', 'refund'] as const;

export type PaymentStage = (typeof PAYMENT_STAGES)[number];

/** How the card is accepted (12.5.2, element 1). */
export const ACCEPTANCE_CHANNELS = ['card-present', 'card-not-present', 'e-commerce'] as const;

export type AcceptanceChannel = (typeof ACCEPTANCE_CHANNELS)[number];

/** What a tag is about. */
export interface TagSubject {
  readonly kind: 'asset' | 'segment' | 'zone' | 'contact';
  readonly id: string;
}

/** What a tag says. The subject is an asset unless another kind is named. */
export type TagStatement =
  /** Asset, segment or zone: what people believe of its scope. Decides upward only; never proves `OUT_OF_SCOPE`. */
  | { readonly kind: 'claim'; readonly claim: ScopeClaim }
  | {
      readonly kind: 'account-data';
      readonly stores: boolean;
      readonly processes: boolean;
      readonly transmits: boolean;
    }
  /** Asset, segment or zone: somebody looked and found none. The absence of a tag is not this. */
  | { readonly kind: 'no-account-data' }
  /** Segment or zone: has a member with account data. */
  | { readonly kind: 'cde-segment' }
  | { readonly kind: 'role'; readonly role: ScopeRole }
  /** The asset's roles are used for CDE systems. */
  | { readonly kind: 'serves-cde' }
  /** Has power over `target`: administers, deploys to, replicates with, feeds. A confirmed influence. */
  | { readonly kind: 'manages'; readonly target: string }
  /** Somebody looked at the contact and found ordinary use, no power over `target`. */
  | { readonly kind: 'no-influence'; readonly target: string }
  /** Hypervisor: runs `guest`. */
  | { readonly kind: 'hosts'; readonly guest: string }
  /** Hypervisor: the separation of its guests has been proven. */
  | { readonly kind: 'guests-separated' }
  /** Not the entity's own system; `party` is the id of a {@link ThirdPartyFact}, null when nobody in particular. */
  | { readonly kind: 'third-party'; readonly party: string | null }
  /** The documented exception for one-way receivers and pings. Marks, never moves, the category. */
  | { readonly kind: 'no-risk'; readonly analysis: string; readonly approvedBy: string }
  /** Asset, segment or zone: why it may stay out of scope (12.5.2). */
  | { readonly kind: 'out-of-scope-justified'; readonly approvedBy: string }
  /** Segment or zone: nothing separates it from `other`. */
  | { readonly kind: 'unsegmented'; readonly other: PlaceRef }
  /** One address stands for many systems; `prefixes` are what is known to be behind it. */
  | { readonly kind: 'hides'; readonly prefixes: readonly string[] }
  /** Contact: a person has retired it; it no longer connects. */
  | { readonly kind: 'contact-retired' }
  /** Contact: carries account data; one step of a flow that a person names (1.2.4). Flow records cannot show it. */
  | {
      readonly kind: 'carries-account-data';
      /** The same for all steps of one flow. */
      readonly flow: string;
      /** Place within the flow, from 1; several contacts may be the same step. */
      readonly step: number;
      readonly stages: readonly PaymentStage[];
      readonly channels: readonly AcceptanceChannel[];
      /** How it is protected on the way; null: nobody has said. */
      readonly encryption: string | null;
      /** What of the account data: PAN, expiry date … */
      readonly elements: readonly string[];
    };

/** One statement of a person. Tags are never changed or deleted: a withdrawn one is no longer among the facts. */
export interface TagFact extends Provenance {
  readonly id: string;
  readonly subject: TagSubject;
  readonly statement: TagStatement;
}

/** A party outside the entity (12.8). */
export interface ThirdPartyFact {
  readonly id: string;
  readonly name: string;
  readonly service: string | null;
  /** Attestation of compliance. */
  readonly attestation: { readonly version: string; readonly at: number } | null;
}
