import { useEffect, useRef } from 'react';

/** Does something when what calls this goes away, as it stands then. */
export function useWhenLeft(act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(
    () => () => {
      latest.current();
    },
    [],
  );
}

/** Whether what calls this is still there, for what is answered later. */
export function useIsHere(): () => boolean {
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return () => isHere.current;
}
