/**
 * A request as Node's own class when nobody said how long its body is: it was chunked, or it is a DELETE. A body limit reads
 * such a body and makes a new request from the old one, which Node refuses to do with the adaptor's lighter stand-in.
 */
export function wholeRequest(request: Request): Request {
  const { method, headers } = request;
  const isMeasured = headers.has('content-length') && !headers.has('transfer-encoding');
  if (isMeasured || method === 'GET' || method === 'HEAD') return request;
  return new Request(request.url, { method, headers, body: request.body, duplex: 'half' });
}
