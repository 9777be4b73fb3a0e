-- sealed blocks, one open, and rules changed in both
UPDATE credit.industry SET name = name || '（一）' WHERE code = 'A';
SELECT credit.seal_ledger();
UPDATE credit.industry SET name = name || '（二）' WHERE code = 'A';
SELECT credit.seal_ledger();
UPDATE credit.industry SET name = name || '（三）' WHERE code = 'C';
