package azure

import (
	"context"
	"math/rand/v2"
	"time"
)

// Schedule is how long to wait between reads while AKS works. The zero value is for
// real use: waits grow from 0.5 s to 15 s. AKS sends no Retry-After with operations,
// and the Azure SDK would wait 30 s each time.
type Schedule struct {
	First time.Duration // before the first look at an operation; 0 = 0.5 s
	Max   time.Duration // longest wait; 0 = 15 s
	// Sleep waits, or ends early with the context's error; nil = a timer. Tests use a
	// quicker function.
	Sleep func(ctx context.Context, d time.Duration) error
}

// growth creates waits of 0.5, 0.58, 0.66, 0.76 … s. The end of an operation is then
// seen about a tenth of its duration late. That is after at most 4 s for an operation
// of three seconds, and after about 30 looks for one of three minutes.
const growth = 1.15

// refused is the factor for the first wait after a refusal, which is then 2 s. Whatever
// blocks the request began some time ago, and each retry costs a write.
const refused = 4

func (s Schedule) settled() Schedule {
	if s.First <= 0 {
		s.First = 500 * time.Millisecond
	}
	if s.Max <= 0 {
		s.Max = 15 * time.Second
	}
	s.Max = max(s.Max, s.First)
	if s.Sleep == nil {
		s.Sleep = sleep
	}
	return s
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Pace is one series of waits. It is not safe for concurrent use.
type Pace struct {
	schedule Schedule
	next     time.Duration
}

// Pace begins a series of waits for an operation.
func (s Schedule) Pace() *Pace {
	s = s.settled()
	return &Pace{schedule: s, next: s.First}
}

// Backoff begins a series of waits after a refusal.
func (s Schedule) Backoff() *Pace {
	s = s.settled()
	return &Pace{schedule: s, next: min(s.First*refused, s.Max)}
}

// Wait waits as long as the server asked, or else a little longer than the last time.
// Up to a fifth is subtracted at random, so that lanes that started together do not ask
// together. A time that the server asked for is never shortened, only extended. If the
// context ends first, Wait returns the context's error.
func (p *Pace) Wait(ctx context.Context, asked time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d := time.Duration(float64(p.next) * (1 - 0.2*rand.Float64()))
	if asked > 0 {
		d = time.Duration(float64(asked) * (1 + 0.05*rand.Float64()))
	}
	p.next = min(time.Duration(float64(p.next)*growth), p.schedule.Max)
	return p.schedule.Sleep(ctx, d)
}
