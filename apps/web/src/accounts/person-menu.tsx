import { Button, Menu } from '@mantine/core';
import { useMay, usePerson } from '../session/session-context.ts';
import { navigate } from '../url/location.ts';
import { useSignOut } from './sign-out-button.tsx';

/** Who is signed in, their account, and the way out. */
export function PersonMenu() {
  const { login, name, role } = usePerson();
  const may = useMay();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button variant="default" size="xs" aria-label={`Account of ${name}`}>
          {login}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name}, {role}
        </Menu.Label>
        <Menu.Item onClick={() => navigate('/account')}>Your account</Menu.Item>
        {may('accounts') && <Menu.Item onClick={() => navigate('/accounts')}>Accounts</Menu.Item>}
        <Menu.Divider />
        <Menu.Item onClick={() => signOut.mutate({})}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
