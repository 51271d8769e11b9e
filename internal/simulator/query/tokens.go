package query

import (
	"errors"
	"strings"
	"unicode"
)

// token is a word, a quoted string, a number or a sign.
type token struct {
	kind tokenKind
	text string
}

type tokenKind int

const (
	wordToken tokenKind = iota
	textToken
	numberToken
	signToken
)

var errOpenQuote = errors.New("a text without its closing quote")

// tokens splits a text into tokens.
func tokens(text string) ([]token, error) {
	var list []token
	letters := []rune(text)
	for i := 0; i < len(letters); {
		start := i
		switch r := letters[i]; {
		case unicode.IsSpace(r):
			i++
		case r == '\'' || r == '"':
			inner, end, err := quoted(letters, i)
			if err != nil {
				return nil, err
			}
			i = end
			list = append(list, token{textToken, inner})
		case unicode.IsDigit(r):
			for i < len(letters) && (unicode.IsDigit(letters[i]) || letters[i] == '.') {
				i++
			}
			list = append(list, token{numberToken, string(letters[start:i])})
		case startsWord(letters, i):
			i = wordEnd(letters, i)
			list = append(list, token{wordToken, string(letters[start:i])})
		default:
			i++
			if i < len(letters) && strings.Contains("== != =~ !~ >= <=", string(letters[start:i+1])) && letters[i] != ' ' {
				i++
			}
			list = append(list, token{signToken, string(letters[start:i])})
		}
	}
	return list, nil
}

// quoted reads the string whose opening quote is at start, and returns where it ends. A
// quote inside it is doubled, as in OData, or has a backslash before it, as in Kusto's
// language.
func quoted(letters []rune, start int) (text string, end int, err error) {
	var inner strings.Builder
	quote := letters[start]
	for i := start + 1; i < len(letters); i++ {
		if letters[i] == '\\' && i+1 < len(letters) {
			i++
		} else if letters[i] == quote {
			if i+1 >= len(letters) || letters[i+1] != quote {
				return inner.String(), i + 1, nil
			}
			i++
		}
		inner.WriteRune(letters[i])
	}
	return "", 0, errOpenQuote
}

// startsWord: the negated form of a Kusto word has an exclamation mark before it, as in
// !contains, and OData's options begin with a dollar sign.
func startsWord(letters []rune, i int) bool {
	r := letters[i]
	return unicode.IsLetter(r) || r == '_' || r == '$' || r == '!' && i+1 < len(letters) && unicode.IsLetter(letters[i+1])
}

// wordEnd is the end of the word that begins at start. The words in~ and !in~ are the
// only ones that end with a sign.
func wordEnd(letters []rune, start int) int {
	i := start + 1
	for i < len(letters) && (unicode.IsLetter(letters[i]) || unicode.IsDigit(letters[i]) || strings.ContainsRune("_$-", letters[i])) {
		i++
	}
	if i < len(letters) && letters[i] == '~' && strings.EqualFold(strings.TrimPrefix(string(letters[start:i]), "!"), "in") {
		i++
	}
	return i
}
