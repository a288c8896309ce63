import { may, type RouteName, type Session } from '@scopemap/contract';
import { createContext, useContext } from 'react';

export type Person = NonNullable<Session['person']>;

export const PersonContext = createContext<Person | null>(null);

/** Who is signed in. */
export function usePerson(): Person {
  const person = useContext(PersonContext);
  if (!person) throw new Error('usePerson is for what is shown to people who are signed in');
  return person;
}

/** Tells whether whoever is signed in may call a route: by the table that the server enforces. */
export function useMay(): (name: RouteName) => boolean {
  const { role } = usePerson();
  return (name) => may(role, name);
}
