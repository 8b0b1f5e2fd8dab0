/** The generated client, and its errors as one kind of exception. */

import createClient from 'openapi-fetch';
import { base } from './base';
import { decodeColumns, type Columns } from './columns';
import type { paths } from './schema';
import type { ErrorDetail } from './types';

export const client = createClient<paths>({ baseUrl: base });

export type ErrorKind = ErrorDetail['kind'] | 'unreachable';

/** An answer that is not a success; the message is the server's one sentence for a person. */
export class ApiError extends Error {
  constructor(
    readonly kind: ErrorKind,
    message: string,
    readonly field: string | null = null,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws `ApiError` for everything else, a silent server included. */
export async function unwrap<Data>(request: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await request.catch(() => {
    throw new ApiError('unreachable', 'The server does not answer: is “lpntk serve” still running?');
  });
  if (response.ok) return data as Data;
  throw toApiError(error, response.status);
}

/** As `unwrap`, for an answer in binary. */
export async function unwrapColumns(request: Promise<Answer<ArrayBuffer>>): Promise<Columns> {
  return decodeColumns(await unwrap(request));
}

/** What lies at an address that the generated client does not read, as a picture is. */
export async function fetchBlob(url: string, signal: AbortSignal): Promise<Blob> {
  const read = async () => {
    const response = await fetch(url, { signal });
    return response.ok
      ? { data: await response.blob(), response }
      : { error: (await response.json()) as unknown, response };
  };
  return unwrap(read());
}

/** What lies at an address as JSON. */
export async function fetchJson<Data>(url: string): Promise<Data> {
  const read = async () => {
    const response = await fetch(url);
    const body = (await response.json()) as unknown;
    return response.ok ? { data: body as Data, response } : { error: body, response };
  };
  return unwrap<Data>(read());
}

function toApiError(body: unknown, status: number): ApiError {
  const detail = errorIn(body);
  if (detail) return new ApiError(detail.kind, detail.message, detail.field);
  return new ApiError(
    'internal',
    `The server answered with status ${String(status)}: look at its terminal for the cause.`,
  );
}

function errorIn(body: unknown): ErrorDetail | undefined {
  return typeof body === 'object' && body !== null && 'error' in body
    ? (body.error as ErrorDetail)
    : undefined;
}
