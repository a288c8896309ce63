import { Checkbox, Modal, TextInput } from '@mantine/core';
import type { Account } from '@scopemap/contract';
import { type FormEvent, useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { endOfDay, lastDay, RoleFields } from './role-fields.tsx';

/** Changes name, role and end of an account, or shuts it. */
export function AccountDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const [name, setName] = useState(account.name);
  const [role, setRole] = useState(account.role);
  const [until, setUntil] = useState(lastDay(account.endsAt));
  const [disabled, setDisabled] = useState(account.state === 'disabled');
  const [renew, setRenew] = useState(false);
  const change = useChange('changeAccount', onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({
      params: { id: account.id },
      body: {
        name,
        role,
        endsAt: until === lastDay(account.endsAt) ? account.endsAt : endOfDay(until),
        disabled,
        ...(renew && { mustChangePassword: true }),
      },
    });
  };
  const fields = change.error?.fields ?? {};
  return (
    <Modal opened onClose={onClose} title={`Change ${account.login}`}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label="Name"
          value={name}
          error={fields.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleFields role={role} until={until} error={fields.endsAt} onRole={setRole} onUntil={setUntil} />
        <Checkbox
          label="Must choose a new password at the next sign-in"
          checked={renew}
          onChange={(event) => setRenew(event.currentTarget.checked)}
        />
        <Checkbox
          label="Shut: nobody can sign in with it"
          checked={disabled}
          onChange={(event) => setDisabled(event.currentTarget.checked)}
        />
        {change.error && Object.keys(fields).length === 0 && <ErrorNotice what="Not changed" problem={change.error} />}
        <FormButtons loading={change.isPending} onClose={onClose}>
          Save
        </FormButtons>
      </form>
    </Modal>
  );
}
