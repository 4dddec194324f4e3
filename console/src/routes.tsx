/**
 * Every address of the console, and the page behind it. A page is loaded when somebody first goes there; what is looked for
 * and opened stands in its address, so that it can be kept, sent and gone back to.
 */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from '@tanstack/react-router'
import { FaultPage, NoPage } from './pages/no-page.tsx'
import { Merchant, Signed, Start } from './shell.tsx'

const rootRoute = createRootRoute({ notFoundComponent: NoPage, errorComponent: FaultPage })

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ to }: Record<string, unknown>): { readonly to?: string } => (typeof to === 'string' ? { to } : {}),
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
})
const linkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/link',
  component: lazyRouteComponent(() => import('./pages/sign-in/link-page.tsx'), 'LinkPage'),
})

const signedRoute = createRoute({ getParentRoute: () => rootRoute, id: 'signed', component: Signed })
const startRoute = createRoute({ getParentRoute: () => signedRoute, path: '/', component: Start })
const meRoute = createRoute({
  getParentRoute: () => signedRoute,
  path: '/me',
  component: lazyRouteComponent(() => import('./pages/me/me-page.tsx'), 'MePage'),
})

const merchantRoute = createRoute({ getParentRoute: () => signedRoute, path: '/m/$merchant', component: Merchant })
const houseRoute = createRoute({ getParentRoute: () => signedRoute, path: '/house' })

/** What stands in an address behind the question mark is read by the page itself: see `useAddress`. */
const anySearch = (search: Record<string, unknown>): Readonly<Record<string, unknown>> => search

const ofMerchant = {
  getParentRoute: () => merchantRoute,
  validateSearch: anySearch,
}
const ofHouse = {
  getParentRoute: () => houseRoute,
  validateSearch: anySearch,
}

const merchantRoutes = [
  createRoute({
    ...ofMerchant,
    path: '/',
    component: lazyRouteComponent(() => import('./pages/home/home-page.tsx'), 'HomePage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'payments',
    component: lazyRouteComponent(() => import('./pages/payments/payments-page.tsx'), 'PaymentsPage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'payments/$impUid',
    component: lazyRouteComponent(() => import('./pages/payment/payment-page.tsx'), 'PaymentPage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'issue',
    component: lazyRouteComponent(() => import('./pages/payments/issue-page.tsx'), 'IssuePage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'refunds',
    component: lazyRouteComponent(() => import('./pages/refunds/refunds-page.tsx'), 'RefundsPage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'refunds/$id',
    component: lazyRouteComponent(() => import('./pages/refunds/refund-page.tsx'), 'RefundPage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'notices',
    component: lazyRouteComponent(() => import('./pages/notices/notices-page.tsx'), 'NoticesPage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'notices/$id',
    component: lazyRouteComponent(() => import('./pages/notices/notice-page.tsx'), 'NoticePage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'endpoints',
    component: lazyRouteComponent(() => import('./pages/notices/endpoints-page.tsx'), 'EndpointsPage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'keys',
    component: lazyRouteComponent(() => import('./pages/setup/keys-page.tsx'), 'KeysPage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'settings',
    component: lazyRouteComponent(() => import('./pages/setup/settings-page.tsx'), 'SettingsPage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'practice',
    component: lazyRouteComponent(() => import('./pages/sandbox/sandbox-page.tsx'), 'SandboxPage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'people',
    component: lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage'),
  }),
  createRoute({
    ...ofMerchant,
    path: 'audit',
    component: lazyRouteComponent(() => import('./pages/people/audit-page.tsx'), 'AuditPage'),
  }),
] as const

const houseRoutes = [
  createRoute({
    ...ofHouse,
    path: '/',
    component: lazyRouteComponent(() => import('./pages/setup/merchants-page.tsx'), 'MerchantsPage'),
  }),
  createRoute({
    ...ofHouse,
    path: 'networks',
    component: lazyRouteComponent(() => import('./pages/setup/networks-page.tsx'), 'NetworksPage'),
  }),
  createRoute({
    ...ofHouse,
    path: 'shops',
    component: lazyRouteComponent(() => import('./pages/setup/shops-page.tsx'), 'ShopsPage'),
  }),
  createRoute({
    ...ofHouse,
    path: 'late-cash',
    component: lazyRouteComponent(() => import('./pages/desks/late-cash-page.tsx'), 'LateCashPage'),
  }),
  createRoute({
    ...ofHouse,
    path: 'in-doubt',
    component: lazyRouteComponent(() => import('./pages/desks/in-doubt-page.tsx'), 'InDoubtPage'),
  }),
  createRoute({
    ...ofHouse,
    path: 'reports',
    component: lazyRouteComponent(() => import('./pages/desks/reports-page.tsx'), 'ReportsPage'),
  }),
  createRoute({
    ...ofHouse,
    path: 'sandbox',
    component: lazyRouteComponent(() => import('./pages/sandbox/sandbox-page.tsx'), 'SandboxPage'),
  }),
  createRoute({
    ...ofHouse,
    path: 'people',
    component: lazyRouteComponent(() => import('./pages/people/house-people-page.tsx'), 'HousePeoplePage'),
  }),
  createRoute({
    ...ofHouse,
    path: 'audit',
    component: lazyRouteComponent(() => import('./pages/people/house-audit-page.tsx'), 'HouseAuditPage'),
  }),
] as const

const tree = rootRoute.addChildren([
  signInRoute,
  linkRoute,
  signedRoute.addChildren([
    startRoute,
    meRoute,
    merchantRoute.addChildren(merchantRoutes),
    houseRoute.addChildren(houseRoutes),
  ]),
])

export function createConsoleRouter() {
  return createRouter({
    routeTree: tree,
    basepath: '/console',
    defaultPreload: 'intent',
    scrollRestoration: true,
    // Texts as they are: as JSON, a number of twenty digits would lose its last ones.
    parseSearch: parseSearchWith((text) => text),
    stringifySearch: stringifySearchWith(JSON.stringify),
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
