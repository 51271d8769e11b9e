package azure

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// stopwatch is a Sleep that adds up the waits instead of waiting.
type stopwatch struct {
	total time.Duration
	waits []time.Duration
}

func (s *stopwatch) sleep(ctx context.Context, d time.Duration) error {
	s.total += d
	s.waits = append(s.waits, d)
	return ctx.Err()
}

func TestTheRealPace(t *testing.T) {
	t.Parallel()
	for range 100 { // the waits are random
		var s stopwatch
		pace := Schedule{Sleep: s.sleep}.Pace()
		seen := time.Duration(0)
		for range 60 {
			if err := pace.Wait(t.Context(), 0); err != nil {
				t.Fatal(err)
			}
			if seen == 0 && s.total >= 3*time.Second {
				seen = s.total
			}
		}
		if seen > 4000*time.Millisecond {
			t.Errorf("an operation of 3 s is seen to end after %s: %s", seen, s.waits[:6])
		}
		if first := s.waits[0]; first < 400*time.Millisecond || first > 500*time.Millisecond {
			t.Errorf("the first wait is %s", first)
		}
		if last := s.waits[59]; last < 12*time.Second || last > 15*time.Second {
			t.Errorf("the last wait is %s", last)
		}
		if s.total = 0; (Schedule{Sleep: s.sleep}).Backoff().Wait(t.Context(), 0) != nil || s.total < 1600*time.Millisecond || s.total > 2*time.Second {
			t.Errorf("the first wait after a refusal is %s", s.total)
		}
	}
}

func TestTheServersWishIsOnlyEverExceeded(t *testing.T) {
	t.Parallel()
	var s stopwatch
	pace := Schedule{Sleep: s.sleep}.Pace()
	for range 100 {
		if err := pace.Wait(t.Context(), 40*time.Second); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range s.waits {
		if d < 40*time.Second || d > 42*time.Second {
			t.Errorf("waited %s, asked were 40 s", d)
		}
	}
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		pace := Schedule{}.Pace() // the real timer
		if err := pace.Wait(ctx, time.Minute); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		if err := pace.Wait(ctx, time.Minute); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("again: %v after %s", err, time.Since(began))
		}
		if err := pace.Wait(t.Context(), time.Minute); err != nil || time.Since(began) < time.Minute {
			t.Errorf("to the end: %v after %s", err, time.Since(began))
		}
	})
}

func TestASchedulesBounds(t *testing.T) {
	t.Parallel()
	s := Schedule{First: time.Minute}.settled()
	if s.Max != time.Minute || s.Sleep == nil {
		t.Errorf("settled as %+v", s)
	}
	if s = (Schedule{}).settled(); s.First != 500*time.Millisecond || s.Max != 15*time.Second {
		t.Errorf("the real one is %+v", s)
	}
}
