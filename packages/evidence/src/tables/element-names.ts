/** The seven elements of 12.5.2 in our words, by their numbers. */
export const ELEMENT_NAMES: Readonly<Record<number, string>> = {
  1: 'Account-data flows of all payment stages and acceptance channels',
  2: 'Diagrams of these flows are up to date (1.2.4)',
  3: 'Every place where account data is stored, processed or transmitted, also outside the CDE',
  4: 'Every system in the CDE, connected to it, or able to affect its security',
  5: 'Segmentation controls, and why each environment may stay out of scope',
  6: 'Connections of third parties with access to the CDE',
  7: 'All of this is included in the scope',
};
