import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCostScope } from '../../../shared/billing/cost-scope.ts';

const id = '00000000-0000-4000-8000-00000000000a';
const subscription = `/subscriptions/${id}`;
const group = `${subscription}/resourceGroups/rg-voice (test)`.replace(' ', '');
const resourceId = `${group}/providers/Microsoft.CognitiveServices/accounts/contoso-voice`;
const billing = '/providers/Microsoft.Billing/billingAccounts/12345:6789_2019-05-31/billingProfiles/AB-CD';
const portal = 'https://portal.azure.com/#@contoso.onmicrosoft.com/resource';

describe('a scope of costs', () => {
  it.each([
    [subscription, subscription, null],
    [id, subscription, null],
    [` ${id.toUpperCase()}\n`, `/subscriptions/${id.toUpperCase()}`, null],
    [`subscriptions/${id}/`, subscription, null],
    [`"${group}"`, group, null],
    [`${subscription}/resourceGroups/\n  rg-voice`, `${subscription}/resourceGroups/rg-voice`, null],
    [`${subscription}/resourceGroups/Grüße`, `${subscription}/resourceGroups/Grüße`, null],
    [resourceId, group, resourceId],
    [billing, billing, null],
    [
      '/providers/Microsoft.Management/managementGroups/root',
      '/providers/Microsoft.Management/managementGroups/root',
      null,
    ],
    [`${portal}${subscription}/overview`, subscription, null],
    [`${portal}${group}/overview`, group, null],
    [`${portal}${resourceId}/overview`, group, resourceId],
    [`https://management.azure.com${group}?api-version=2021-04-01`, group, null],
    [
      `https://portal.azure.com/#view/Microsoft_Azure_CostManagement/Menu/~/costanalysis/scope/${encodeURIComponent(subscription)}`,
      subscription,
      null,
    ],
    [
      `https://portal.azure.com/#view/Microsoft_Azure_CostManagement/Menu/~/costanalysis/openedBy/AzurePortal/scope/${encodeURIComponent(encodeURIComponent(group))}`,
      group,
      null,
    ],
  ])('%j is read', (text, scope, resource) => {
    expect(readCostScope(text)).toEqual({ ok: true, scope, resourceId: resource });
  });

  it.each([
    ['', 'No scope is given.'],
    ['contoso', '"contoso" is not a scope of costs.'],
    ['/subscriptions/My subscription', 'does not name the subscription by its id'],
    [`${subscription}/../other`, 'is not a scope of costs'],
    [`${subscription}/virtualMachines/x`, 'is not a scope of costs'],
    ['https://portal.azure.com/#home', 'is not a scope of costs'],
    [`${resourceId}/deployments/x?y=1#z`, 'is not a scope of costs'],
  ])('%j is refused, with what to give', (text, message) => {
    const read = readCostScope(text);
    expect(read).toMatchObject({ ok: false, error: { message: expect.stringContaining(message) as string } });
    expect(!read.ok && read.error.nextStep).toContain('Give a subscription’s id');
  });

  it('that is accepted is a path of Azure and is read as itself again', () => {
    const pieces = fc.constantFrom(
      subscription,
      '/resourceGroups/',
      'rg',
      '/providers/Microsoft.',
      'A/b/c',
      '?',
      '#',
      '..',
      '/',
      ' ',
      id,
      billing,
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const read = readCostScope(parts.join(''));
        if (!read.ok) return;
        expect(read.scope).toMatch(/^\/(?:subscriptions|providers)\/[^?#\s]+$/);
        expect(read.scope.split('/')).not.toContain('..');
        expect(readCostScope(read.scope)).toEqual({ ok: true, scope: read.scope, resourceId: null });
      }),
    );
  });
});
