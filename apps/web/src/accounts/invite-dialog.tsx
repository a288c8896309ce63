import { Modal, TextInput } from '@mantine/core';
import type { Role } from '@scopemap/contract';
import { type FormEvent, useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { endOfDay, RoleFields } from './role-fields.tsx';

/** A new account, whose password and second factor the person sets by a link. */
export function InviteDialog({ onLink, onClose }: { onLink: (token: string) => void; onClose: () => void }) {
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const [until, setUntil] = useState('');
  const invite = useChange('invite', ({ token }) => {
    onLink(token);
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ body: { login, name, role, endsAt: endOfDay(until) } });
  };
  const fields = invite.error?.fields ?? {};
  return (
    <Modal opened onClose={onClose} title="Invite somebody">
      <form className="stack" onSubmit={submit}>
        <TextInput
          label="Login"
          value={login}
          error={fields.login}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <TextInput
          label="Name"
          value={name}
          error={fields.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleFields role={role} until={until} error={fields.endsAt} onRole={setRole} onUntil={setUntil} />
        {invite.error && Object.keys(fields).length === 0 && <ErrorNotice what="Not invited" problem={invite.error} />}
        <FormButtons loading={invite.isPending} disabled={login === '' || name === ''} onClose={onClose}>
          Make the link
        </FormButtons>
      </form>
    </Modal>
  );
}
