import { NativeSelect, TextInput } from '@mantine/core';
import { ROLES, type Role } from '@scopemap/contract';

const WORDS: Readonly<Record<Role, string>> = {
  admin: 'Administrator: everything, accounts too',
  operator: 'Operator: tags, zones, imports',
  approver: 'Approver: signs and approves',
  assessor: 'Assessor: reads, comments, exports, until a day',
};

interface RoleFieldsProps {
  role: Role;
  /** Day as `2026-11-24`, or empty. */
  until: string;
  error: string | undefined;
  onRole: (role: Role) => void;
  onUntil: (day: string) => void;
}

/** Role of an account and the day on which access ends. */
export function RoleFields({ role, until, error, onRole, onUntil }: RoleFieldsProps) {
  return (
    <>
      <NativeSelect
        label="Role"
        data={ROLES.map((value) => ({ value, label: WORDS[value] }))}
        value={role}
        onChange={(event) => onRole(event.currentTarget.value as Role)}
      />
      <TextInput
        type="date"
        label="Access until"
        description={role === 'assessor' ? 'The last day; an assessor needs one' : 'The last day; empty: no end'}
        value={until}
        error={error}
        onChange={(event) => onUntil(event.currentTarget.value)}
      />
    </>
  );
}

/** The end of a day in UTC; null: none. */
export function endOfDay(day: string): string | null {
  return day === '' ? null : new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString();
}

/** The last whole day before an instant. */
export function lastDay(endsAt: string | null): string {
  return endsAt === null ? '' : new Date(Date.parse(endsAt) - 1).toISOString().slice(0, 10);
}
