import { ActionIcon, Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChange, useEndpoint } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Link } from '../url/link.tsx';
import { usePathname, useSearch } from '../url/location.ts';
import './views-menu.css';

/** Views under a name: opens one, saves the present one, for oneself or for all. */
export function ViewsMenu() {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus withArrow>
      <Popover.Target>
        <Button variant="default" size="compact-sm" onClick={() => setOpen((was) => !was)}>
          Views ▾
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Saved views">{open && <Views onOpen={() => setOpen(false)} />}</Popover.Dropdown>
    </Popover>
  );
}

function Views({ onOpen }: { onOpen: () => void }) {
  const answer = useEndpoint('savedViews', {});
  const end = useChange('endSavedView');
  return (
    <div className="stack">
      {answer.isError && (
        <ErrorNotice
          what="The saved views could not be loaded"
          problem={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {end.error && <ErrorNotice what="The view was not deleted" problem={end.error} />}
      {answer.data?.views.length === 0 && <p className="muted">Nothing is saved yet.</p>}
      {answer.data && answer.data.views.length > 0 && (
        <ul className="saved-views" aria-label="Saved views">
          {answer.data.views.map(({ id, name, path, search, shared, author, own }) => (
            <li key={id}>
              <Link href={path + search} onClick={onOpen}>
                {name}
              </Link>
              <span className="muted">{own ? (shared ? 'shared by you' : 'yours') : `by ${author}`}</span>
              {own && (
                <ActionIcon
                  variant="subtle"
                  aria-label={`Delete the view ${name}`}
                  onClick={() => end.mutate({ params: { id } })}
                >
                  ✕
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      <SaveForm />
    </div>
  );
}

function SaveForm() {
  const path = usePathname();
  const search = useSearch();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(true);
  const save = useChange('saveView', () => setName(''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const page = path.replace(/\/+$/, '') || '/map';
    save.mutate({ body: { name, path: page, search, shared } });
  };
  return (
    <form className="stack" onSubmit={submit} aria-label="Save this view">
      <TextInput
        label="Save this view as"
        value={name}
        maxLength={80}
        error={save.error?.fields.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox
        label="Everybody sees it"
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      {save.error && !save.error.fields.name && <ErrorNotice what="The view was not saved" problem={save.error} />}
      <div>
        <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
          Save view
        </Button>
      </div>
    </form>
  );
}
