/** For tests only: a certificate that nobody else trusts, its key, and how to trust it for as long as a test runs. */
import type { TestContext } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

/** Made for tests alone: self-signed, for `shop.test` and 127.0.0.1, good until 2120. */
export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgIrjgo+dzo9rdZuWY
lsLlAx8R/Oxo72Z5aW4UPHDw0Y6hRANCAASehQPqztW+YweV8A0pXPJtM6j6wIHR
HnZykQnsJSse5Xi1HWUiDOt2VtEidCFvNFdov7ai3GbRSrp9LoyiY0BQ
-----END PRIVATE KEY-----
`
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBZzCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlzaG9wLnRl
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CXNob3AudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJ6FA+rO1b5jB5Xw
DSlc8m0zqPrAgdEednKRCewlKx7leLUdZSIM63ZW0SJ0IW80V2i/tqLcZtFKun0u
jKJjQFCjTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJc2hvcC50ZXN0
hwR/AAABMB0GA1UdDgQWBBQd6QOtFPVQgCqdBlX9SHLONEFUEjAKBggqhkjOPQQD
AgNIADBFAiBLcDp0ZGV/jAyHUjyOiTShv6OfRO5kcXudc/vwoDkFYQIhAIdonk6R
uzYRg4SpKhRUNETSDWw0wdisGmRpFH3e8nW9
-----END CERTIFICATE-----
`
/** Trusts these beside the usual authorities until the test ends. */
export function trust(t: TestContext, ...certificates: readonly string[]): void {
  const usual = getCACertificates('default')
  setDefaultCACertificates([...usual, ...certificates])
  t.after(() => setDefaultCACertificates(usual))
}
