/**
 * What a Fastify server must be made with so that nothing leaves round the envelope: errors that happen before a route
 * is found, limits, time-outs. The framework's own schema validation, which turns `true` into 1, is never used here.
 */

import type { Server } from 'node:http'
import type { FastifyHttpOptions } from 'fastify'
import { BODY_BYTES_MAX } from './body-parsers.ts'
import { answerBadAddress, answerBrokenRequest } from './faults.ts'

/** A request must have arrived within this, body and all. */
const REQUEST_TIMEOUT_MS = 5_000

export function merchantServerOptions() {
  return {
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: 5_000,
    // Who got in before the end is served; storage says when it no longer can.
    return503OnClosing: false,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
    // Base addresses get configured with a slash at their end, and some clients end every address with one.
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 4096 },
    frameworkErrors: (error, _request, reply) => answerBadAddress(error, reply),
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket),
    http: { connectionsCheckingInterval: 500, headersTimeout: REQUEST_TIMEOUT_MS },
  } as const satisfies FastifyHttpOptions<Server>
}
