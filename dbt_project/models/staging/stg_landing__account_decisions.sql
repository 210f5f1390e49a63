{{ standing_decisions('account', 'account_record_id') }}
