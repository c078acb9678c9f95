import { Metadata, status } from '@grpc/grpc-js';
import { ERROR_CODES, type ErrorCode } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { fromGrpcStatus, toGrpcStatus } from './status.js';

describe('errors over gRPC', () => {
  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('%s arrives as itself', (code) => {
    const sent = toGrpcStatus(new TrainError(code, 'rank 3 did it'));
    expect(sent.code).not.toBe(status.OK);
    const back = fromGrpcStatus(sent, 'pull from rank 1');
    expect(back).toMatchObject({ code, message: 'pull from rank 1: rank 3 did it' });
  });

  const statuses = Object.values(status).filter((value): value is status => typeof value === 'number');
  it.each(statuses)('status %i without a code of ours means one of ours', (code) => {
    const back = fromGrpcStatus({ code, details: 'x' }, 'call');
    expect(Object.keys(ERROR_CODES)).toContain(back.code);
  });

  it('anything thrown becomes internal', () => {
    expect(toGrpcStatus(new RangeError('boom'))).toMatchObject({ code: status.INTERNAL, details: 'boom' });
  });

  it.each(['toString', 'unauthenticated', 'no_such_code'])(
    'a status is believed over a wrong code %s',
    (named) => {
      const metadata = new Metadata();
      metadata.set('ringmaster-code', named);
      expect(fromGrpcStatus({ code: status.NOT_FOUND, details: '', metadata }, 'call').code).toBe(
        'not_found',
      );
    },
  );
});
