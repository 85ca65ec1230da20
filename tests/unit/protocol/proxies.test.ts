import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proxyFromEnvironment, proxyFromPac, readProxyAddress } from '../../../shared/protocol/endpoints/network.ts';

const address = 'wss://voice.contoso.com/openai/v1/realtime?model=m';

describe('the proxy of the environment', () => {
  it.each<[Record<string, string>, string | null]>([
    [{}, null],
    [{ HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
    [{ https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' }, 'http://low:1'],
    [{ ALL_PROXY: 'http://all:1' }, 'http://all:1'],
    [{ HTTP_PROXY: 'http://plain:1' }, null],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, null],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'example.com, contoso.com' }, null],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: '.CONTOSO.com' }, null],
    [{ HTTPS_PROXY: 'http://p:1', no_proxy: '*.contoso.com' }, null],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'voice.contoso.com:443' }, null],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'voice.contoso.com:8443' }, 'http://p:1'],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'ntoso.com' }, 'http://p:1'],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: '' }, 'http://p:1'],
  ])('%j leads to %s', (env, proxy) => {
    expect(proxyFromEnvironment(address, env)).toBe(proxy);
  });

  it('is not used for a loopback address that NO_PROXY names with its port', () => {
    expect(proxyFromEnvironment('wss://[::1]:8443/', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '::1' })).toBe(
      'http://p:1',
    );
    expect(
      proxyFromEnvironment('wss://127.0.0.1:8443/', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '127.0.0.1' }),
    ).toBeNull();
  });
});

describe('the answer of an automatic configuration', () => {
  it.each([
    ['DIRECT', null],
    ['', null],
    ['PROXY proxy.contoso.com:8080; DIRECT', 'http://proxy.contoso.com:8080'],
    ['HTTPS proxy.contoso.com:443', 'https://proxy.contoso.com:443'],
    ['SOCKS5 socks:1080; PROXY p:8080', 'http://p:8080'],
    ['SOCKS5 socks:1080; DIRECT', null],
    ['SOCKS5 socks:1080', 'socks5://socks:1080'],
  ])('%s is %s', (answer, proxy) => {
    expect(proxyFromPac(answer)).toBe(proxy);
  });
});

describe('the address of a proxy', () => {
  it.each([
    ['proxy.contoso.com:8080', 'http://proxy.contoso.com:8080', null],
    ['http://proxy.contoso.com', 'http://proxy.contoso.com:80', null],
    ['https://proxy.contoso.com/', 'https://proxy.contoso.com:443', null],
    ['http://me@proxy.contoso.com:8080', 'http://proxy.contoso.com:8080', 'me'],
    ['http://dom%5Cme:p%40ss@proxy:8080', 'http://proxy:8080', 'dom\\me'],
  ])('%s is read', (text, url, user) => {
    expect(readProxyAddress(text)).toMatchObject({ ok: true, url, user });
  });

  it('gives a password in it back by itself', () => {
    expect(readProxyAddress('http://me:p%40ss@proxy:8080')).toMatchObject({ secret: 'p@ss' });
  });

  it.each(['', 'two words', 'socks5://proxy:1080', 'http://'])('"%s" is refused with what to give', (text) => {
    const read = readProxyAddress(text);
    expect(!read.ok && read.error.nextStep).toBeTruthy();
  });

  it('never repeats a password in a refusal', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{12,20}$/);
    fc.assert(
      fc.property(fc.constantFrom('socks5', 'ftp'), secret, (scheme, password) => {
        const read = readProxyAddress(`${scheme}://me:${password}@proxy:1`);
        expect(read.ok).toBe(false);
        expect(JSON.stringify(read)).not.toContain(password);
      }),
    );
  });
});
