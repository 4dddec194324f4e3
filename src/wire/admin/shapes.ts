/** Shapes of the console's API that are called by a name wherever they occur. */
import type { TSchema } from 'typebox'
import { DeliveryAnswer, DeliveryDetail, DeliveryPage, ReplayAnswer, TryAnswer } from '../delivery-answer.ts'
import { EndpointAnswer, EndpointList, EndpointWithSecret, TestAnswer } from '../endpoint-answer.ts'
import { WordsAnswer } from '../envelope.ts'
import { FeedEvent } from '../event-feed.ts'
import { RefundAnswer, RefundDetail, RefundPage } from '../refund-answer.ts'
import { AdminRefusal, Done, ShownRows } from './answers.ts'
import {
  DoubtAnswer,
  DoubtPage,
  OursOnly,
  ReportAnswer,
  ReportPage,
  ReportRows,
  SuspenseAnswer,
  SuspensePage,
} from './desks.ts'
import { HomeAnswer } from './home.ts'
import { ConsolePayment, PaymentDetail, PaymentsFound, Unmasked } from './payments.ts'
import { AuditEntryAnswer, AuditPage, PeopleAnswer, PersonAnswer, PersonWithLink } from './people.ts'
import {
  CounterCancelAnswer,
  ExpireAnswer,
  ModeAnswer,
  PlayAnswer,
  PracticeClock,
  PracticeScripts,
} from './practice.ts'
import { AccountInClear } from './refunds.ts'
import { LinkAnswer, RecoveryCodes, SecondFactorBegun, SessionAnswer } from './session.ts'

export const NAMED_SHAPES = {
  Words: WordsAnswer,
  AdminRefusal,
  Done,
  ShownRows,
  SessionAnswer,
  LinkAnswer,
  SecondFactorBegun,
  RecoveryCodes,
  PersonAnswer,
  PeopleAnswer,
  PersonWithLink,
  AuditEntryAnswer,
  AuditPage,
  HomeAnswer,
  ConsolePayment,
  PaymentsFound,
  PaymentDetail,
  Unmasked,
  LiveEvent: FeedEvent,
  TryAnswer,
  DeliveryAnswer,
  DeliveryDetail,
  DeliveryPage,
  ReplayAnswer,
  EndpointAnswer,
  EndpointList,
  EndpointWithSecret,
  TestAnswer,
  RefundAnswer,
  RefundPage,
  RefundDetail,
  AccountInClear,
  SuspenseAnswer,
  SuspensePage,
  DoubtAnswer,
  DoubtPage,
  ReportAnswer,
  ReportPage,
  ReportRows,
  OursOnly,
  ModeAnswer,
  PracticeClock,
  PracticeScripts,
  PlayAnswer,
  CounterCancelAnswer,
  ExpireAnswer,
} as const satisfies Readonly<Record<string, TSchema>>
