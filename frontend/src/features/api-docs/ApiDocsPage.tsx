import 'swagger-ui-dist/swagger-ui.css';

import { Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import { base } from '../../client/base';
import classes from './ApiDocsPage.module.css';

/** The HTTP API, to read and to try: what FastAPI shows under /docs, without anything from elsewhere. */
export function ApiDocsPage() {
  const place = useRef<HTMLDivElement>(null);
  useDocumentTitle('The API · lpNTK');
  useEffect(() => {
    const domNode = place.current;
    if (!domNode) return;
    SwaggerUI({
      domNode,
      url: `${base}/api/openapi.json`,
      docExpansion: 'list',
      // It would send this address to somebody's server.
      validatorUrl: null,
    });
    return () => {
      domNode.replaceChildren();
    };
  }, []);
  return (
    <div className={classes.page}>
      <Text size="sm" c="dark.4" className={classes.hint}>
        Whatever this page does, a script can do by these requests; Try it out sends one to this server.
      </Text>
      <div ref={place} />
    </div>
  );
}
