import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { useLiveAnalyses } from '../client/live';
import { OptionsProvider } from '../client/options';
import { Logo } from '../shared/Logo';
import { ColourSchemeMenu } from './ColourSchemeMenu';
import classes from './Shell.module.css';

export function Shell() {
  const connected = useLiveAnalyses();
  return (
    <div className={classes.shell}>
      <header className={classes.bar}>
        <Link to="/" className={classes.home} aria-label="lpNTK: all analyses">
          <Logo />
          <span>lpNTK</span>
        </Link>
        <nav className={classes.nav} aria-label="Main">
          <Link to="/" className={classes.link} activeOptions={{ exact: true }}>
            Analyses
          </Link>
        </nav>
        <Button
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          renderRoot={(props) => <Link to="/new" {...props} />}
        >
          New analysis
        </Button>
        <ColourSchemeMenu />
      </header>
      {!connected && (
        <div role="status" className={classes.banner}>
          The server does not answer. Trying again every two seconds; what you see is what was last known.
        </div>
      )}
      <main className={classes.main}>
        <OptionsProvider>
          <Outlet />
        </OptionsProvider>
      </main>
    </div>
  );
}
